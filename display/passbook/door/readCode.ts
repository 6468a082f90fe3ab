/** The six digits in what was typed, full-width ones and blanks between them too; null when they are not six. */
export function readCode(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/\s/gu, '')
  return /^\d{6}$/.test(digits) ? digits : null
}
