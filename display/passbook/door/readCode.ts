/** Six typed digits, full-width ones and spaces allowed; null for anything else. */
export function readCode(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/\s/gu, '')
  return /^\d{6}$/.test(digits) ? digits : null
}
