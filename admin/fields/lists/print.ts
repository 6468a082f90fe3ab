/** Opens the browser's print dialog. */
export const print = (): void => globalThis.print()
