import { cellAddress, type FormulaCell } from '../../domain/workbook/cells/cells.ts'
import { longestCell, type ReadingLimits } from './limits.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'
import {
  formulaIn,
  hasValue,
  hiddenColumns,
  isHiddenRow,
  isTag,
  readAddress,
  rowNumber,
  slash,
  tagEnd,
  withoutFormula,
} from './sheetXml.ts'

/** Where a sheet goes beyond a limit. */
interface SheetFault {
  code: 'too-many-columns' | 'too-many-rows'
  cell: string
}

/** The cells of a sheet, each content once. */
export interface SheetCells {
  /** Row from 1, column from 0, and place in `contents` of every cell, one after the other. */
  places: number[]
  /** XML of a cell from behind its address to its end tag, such as ` t="s"><v>12</v>`; formulas left out. */
  contents: string[]
  formulas: FormulaCell[]
  merges: string[]
  /** From 1. */
  hiddenRows: number[]
  /** From 0. */
  hiddenColumns: number[]
  fault: SheetFault | null
}

/**
 * Takes a sheet's XML apart into cells, without giving them a meaning, while it
 * is being unpacked.
 *
 * @param pieces bytes of the part; taken as latin1, so that nothing is decoded twice
 * @throws RefusedWorkbook for what is no sheet
 */
export async function splitCells(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  limits: ReadingLimits,
): Promise<SheetCells> {
  const splitter = new Splitter(limits)
  for await (const piece of pieces) {
    splitter.push(piece.toString('latin1'))
    if (splitter.cells.fault) break
  }
  return splitter.cells
}

class Splitter {
  readonly cells: SheetCells = {
    places: [],
    contents: [],
    formulas: [],
    merges: [],
    hiddenRows: [],
    hiddenColumns: [],
    fault: null,
  }
  readonly #limits: ReadingLimits
  readonly #places = new Map<string, number>()
  /** The formula in each content, null for most. */
  readonly #formulaOf: (string | null)[] = []
  #stage: 'before' | 'cells' | 'after' = 'before'
  /** Text that may go on in the next piece. */
  #rest = ''
  /** Some programs write `<x:c>` for `<c>`. */
  #prefix = ''
  #row = 0
  #column = -1

  constructor(limits: ReadingLimits) {
    this.#limits = limits
  }

  push(piece: string): void {
    let text = this.#plain(this.#rest + piece)
    if (this.#stage === 'before') {
      const start = text.indexOf('<sheetData')
      if (start === -1) return this.#keep(text)
      this.cells.hiddenColumns = hiddenColumns(text.slice(0, start), this.#limits.columns)
      text = text.slice(start)
      this.#stage = 'cells'
    }
    if (this.#stage === 'cells') {
      const end = text.indexOf('</sheetData')
      const whole = end === -1 ? Math.max(text.lastIndexOf('<c '), text.lastIndexOf('<row'), 0) : end
      this.#readCells(text.slice(0, whole))
      text = text.slice(whole)
      if (end === -1) return this.#keep(text)
      this.#stage = 'after'
    }
    const whole = text.lastIndexOf('>') + 1
    for (const [, range] of text.slice(0, whole).matchAll(/<mergeCell\s[^>]*?ref="([A-Z0-9:]{5,20})"/gu))
      if (range) this.cells.merges.push(range)
    this.#keep(text.slice(whole))
  }

  #keep(text: string): void {
    if (text.length > longestCell) throw new RefusedWorkbook('damaged')
    this.#rest = text
  }

  /** The text without prefixes of tags and without comments. */
  #plain(text: string): string {
    if (this.#stage === 'before') this.#prefix = /<(\w{1,10}:)worksheet[\s>]/u.exec(text)?.[1] ?? this.#prefix
    const bare = this.#prefix
      ? text.replaceAll(`<${this.#prefix}`, '<').replaceAll(`</${this.#prefix}`, '</')
      : text
    return bare.includes('<!--') ? bare.replace(/<!--[\s\S]*?-->/gu, '') : bare
  }

  #readCells(text: string): void {
    const { rows, columns } = this.#limits
    for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
      if (isTag(text, at, 'row')) {
        this.#row = rowNumber(text, at) ?? this.#row + 1
        if (isHiddenRow(text, at)) this.cells.hiddenRows.push(this.#row)
        this.#column = -1
        continue
      }
      if (!isTag(text, at, 'c')) continue
      const open = tagEnd(text, at)
      const address = readAddress(text, at, open)
      // A cell without an address stands behind the one before.
      this.#column = address ? address.column : this.#column + 1
      this.#row = address ? address.row : this.#row
      if (text.charCodeAt(open - 1) === slash) continue
      const close = text.indexOf('</c>', open)
      if (close === -1) return
      if (this.#column >= columns || this.#row > rows || this.#row < 1) {
        const code = this.#column >= columns ? 'too-many-columns' : 'too-many-rows'
        this.cells.fault = { code, cell: cellAddress(this.#row, this.#column) }
        return
      }
      this.#add(
        address
          ? text.slice(at + 2, address.start) + text.slice(address.end, close)
          : text.slice(at + 2, close),
      )
      at = close
    }
  }

  #add(content: string): void {
    const { places, contents, formulas } = this.cells
    let place = this.#places.get(content)
    if (place === undefined) {
      place = contents.length
      // A copy: a slice would keep the whole piece that it was cut from.
      const copy = Buffer.from(content, 'latin1').toString('latin1')
      this.#places.set(copy, place)
      const formula = formulaIn(copy)
      this.#formulaOf.push(formula)
      contents.push(formula === null ? copy : withoutFormula(copy))
    }
    const formula = this.#formulaOf[place] ?? null
    if (formula !== null)
      formulas.push({ cell: cellAddress(this.#row, this.#column), text: formula, saved: hasValue(content) })
    places.push(this.#row, this.#column, place)
  }
}
