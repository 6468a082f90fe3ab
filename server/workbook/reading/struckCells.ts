/** Cells that are crossed out: an office strikes a line through what no longer counts. */
import { styleOf } from './numberFormats.ts'

/** Tells whether a cell is crossed out, by its XML behind the address. */
export type IsStruck = (content: string) => boolean

const strike = /<(?:\w+:)?strike(?:\s+val\s*=\s*["'](?:1|true)["'])?\s*\/>/u

/**
 * @param styles the part `xl/styles.xml`
 * @param texts the part `xl/sharedStrings.xml`; a text of which some letters are crossed out is so as a whole
 */
export function readStruck(styles: string, texts: string): IsStruck {
  const fonts = strike.test(styles) ? elements(styles, 'fonts', 'font').map((font) => strike.test(font)) : []
  const formats = fonts.includes(true) ? elements(styles, 'cellXfs', 'xf') : []
  const isStyle = formats.map((xf) => fonts[Number(/\sfontId\s*=\s*"(\d+)"/u.exec(xf)?.[1] ?? 0)] ?? false)
  const isText = strike.test(texts) ? elements(texts, 'sst', 'si').map((text) => strike.test(text)) : []
  return (content) => {
    if (isStyle[styleOf(content)]) return true
    const place = isText.length > 0 ? /\st="s"[^>]*><v>(\d+)</u.exec(content)?.[1] : undefined
    return place === undefined ? strike.test(content) : (isText[Number(place)] ?? false)
  }
}

/** The XML of the elements of this name in a list, in order. */
function elements(xml: string, list: string, name: string): string[] {
  const [inner = ''] =
    new RegExp(`<(?:\\w+:)?${list}[\\s>][\\s\\S]*?</(?:\\w+:)?${list}>`, 'u').exec(xml) ?? []
  const element = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*?)?(?:/>|>[\\s\\S]*?</(?:\\w+:)?${name}>)`, 'gu')
  return inner.match(element) ?? []
}
