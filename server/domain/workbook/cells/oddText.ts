/** Characters in a cell that the product stores nowhere. */
import { findTextFault, visibleText } from '../../text/characters.ts'
import type { Cell } from './cells.ts'

/** Line breaks and tabs: spreadsheet programs write them, and they are read as blanks. */
const written = /[\r\n\t]+/gu

/** Whether a cell has a character that no stored text may have: unseen, a control character, or half a character. */
export function isOdd(cell: Cell | undefined): boolean {
  if (typeof cell !== 'string' || findTextFault(cell) === null) return false
  return findTextFault(cell.replace(written, ' ')) !== null
}

/** The cell with escapes such as `\u200b` for those characters; other cells as they are. */
export function withVisibleOdds(cell: Cell): Cell {
  return typeof cell === 'string' && isOdd(cell) ? visibleText(cell.replace(written, ' ')) : cell
}
