/** Numbers as the sheet shows them, where their format adds what counts: 0001, 3组, +20, 20%. */
import type { Cell } from '../../domain/workbook/cells/cells.ts'

/** The formats of a workbook, by the number of a cell's style. */
export type NumberFormats = readonly (string | undefined)[]

/** Formats built into the file format. */
const percents: readonly [string, string][] = [
  ['9', '0%'],
  ['10', '0.00%'],
]

/**
 * The formats that a workbook defines itself, and of those built into the file format the ones for percent:
 * the others add nothing to a number.
 *
 * @param xml of the part `xl/styles.xml`
 */
export function readNumberFormats(xml: string): NumberFormats {
  const codes = new Map(percents)
  for (const [tag] of xml.matchAll(/<(?:\w+:)?numFmt\s[^>]*>/gu)) {
    const id = attribute(tag, 'numFmtId')
    const code = attribute(tag, 'formatCode')
    if (id !== null && code !== null) codes.set(id, withoutEntities(code))
  }
  const styles = /<(?:\w+:)?cellXfs[\s>][\s\S]*?<\/(?:\w+:)?cellXfs>/u.exec(xml)?.[0] ?? ''
  return [...styles.matchAll(/<(?:\w+:)?xf\s[^>]*>/gu)].map(([tag]) =>
    codes.get(attribute(tag, 'numFmtId') ?? ''),
  )
}

/** The number of a cell's style, from the XML behind its address; 0 where it has none. */
export function styleOf(content: string): number {
  return Number(/^[^>]*?\ss="(\d+)"/u.exec(content)?.[1] ?? 0)
}

/** A literal in quotes or behind a backslash, or a sign. */
const literal = String.raw`(?:"[^"]*"|\\.|[+\-])`
const shape = new RegExp(`^(${literal}*)(0+)(${literal}*)$`, 'u')

/**
 * A number that its format pads with zeros, puts words around or shows in percent, as that text; any other
 * cell as it is.
 */
export function asShown(cell: Cell, format: string | undefined): Cell {
  if (format === undefined || typeof cell !== 'number') return cell
  if (format.replace(/"[^"]*"|\\./gu, '').includes('%')) return `${Number((cell * 100).toFixed(6))}%`
  if (!Number.isInteger(cell) || cell < 0) return cell
  const [whole, before = '', zeros = '', after = ''] = shape.exec(format.split(';')[0] ?? '') ?? []
  if (whole === undefined || (zeros.length < 2 && before === '' && after === '')) return cell
  return words(before) + String(cell).padStart(zeros.length, '0') + words(after)
}

function words(literals: string): string {
  return literals.replace(
    /"([^"]*)"|\\(.)/gu,
    (_, quoted?: string, single?: string) => quoted ?? single ?? '',
  )
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\s${name}\\s*=\\s*"([^"]*)"`, 'u').exec(tag)?.[1] ?? null
}

const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' }

/** The text of an XML attribute with its five named entities and numbered ones written out. */
export function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/giu,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole
      const code = hex === undefined ? Number(digits) : Number.parseInt(hex, 16)
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
