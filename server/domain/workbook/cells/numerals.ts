/** Numbers as a village writes them: 12, 十二, 两, 二十. */

const digits = new Map(Array.from('零一二三四五六七八九', (sign, value) => [sign, value]))
digits.set('〇', 0).set('两', 2)

/** Matches a number in digits or Chinese numerals, for use inside other patterns. */
export const numeralPattern = String.raw`(?:\d+|[零〇一二两三四五六七八九十百]+)`

/** The value of a whole number up to 999 in Chinese numerals, or of any in digits; null for other text. */
export function parseNumeral(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const parts = /^(?:(.)百(零?))?(?:(.?)十)?(.?)$/u.exec(text)
  if (!text || !parts) return null
  const [, hundreds, zero, tens, ones] = parts
  // 一百二 is said for 120.
  if (hundreds !== undefined && tens === undefined && zero === '' && ones !== '') return null
  const values = [
    hundreds === undefined ? 0 : digits.get(hundreds),
    tens === undefined ? 0 : tens === '' ? 1 : digits.get(tens),
    ones === undefined || ones === '' ? 0 : digits.get(ones),
  ]
  const [hundred, ten, one] = values
  if (hundred === undefined || ten === undefined || one === undefined) return null
  return hundred * 100 + ten * 10 + one
}

/** The value of figures or numerals with or without parts: 2.5, .5, 十五, 二点五, 半; null for other text. */
export function parseDecimal(text: string): number | null {
  const figures = text.replace(/(\d),(?=\d{3}(?:\D|$))/gu, '$1')
  if (/^(?:\d{1,7}(?:\.\d{0,6})?|\.\d{1,6})$/u.test(figures)) return Number(figures)
  if (text === '半') return 0.5
  const [, whole = '', tenths] = /^(.+?)(?:点(.))?$/u.exec(text) ?? []
  const value = parseNumeral(whole)
  const part = tenths === undefined ? 0 : digits.get(tenths)
  return /\d/u.test(text) || value === null || part === undefined ? null : value + part / 10
}
