import { computed, type ComputedRef, type Ref } from 'vue'
import type { PrintedPassbook } from '../../../../server/contract/households/passbooks.ts'
import {
  inChunks,
  pagesOf,
  type PassbookPaper,
  passbookPapers,
  saddleStitched,
  slipsOnSheet,
} from '../../../../server/domain/households/passbookPages.ts'

/** One page of a passbook, or a household's slip. */
interface SheetPage {
  book: PrintedPassbook
  lines: PrintedPassbook['lines']
  page: number
  pages: number
}

/** Every sheet of paper: its pages from left to right, one, two of a booklet, or four slips; null is an empty page. */
export function usePassbookSheets(
  books: Readonly<Ref<readonly PrintedPassbook[]>>,
  paper: Readonly<Ref<PassbookPaper>>,
): ComputedRef<(SheetPage | null)[][]> {
  return computed(() =>
    paper.value === 'slips'
      ? inChunks(books.value.map(slipOf), slipsOnSheet)
      : books.value.flatMap((book) => sheetsOf(book, paper.value)),
  )
}

function slipOf(book: PrintedPassbook): SheetPage {
  return { book, lines: book.lines.slice(-passbookPapers.slips.lines), page: 1, pages: 1 }
}

function sheetsOf(book: PrintedPassbook, paper: PassbookPaper): (SheetPage | null)[][] {
  const { firstLines, lines: most } = passbookPapers[paper]
  // A sentence about a negative balance takes the room of a line.
  const room = { firstLines: book.household.balance < 0 ? firstLines - 1 : firstLines, lines: most }
  const pages = pagesOf(book.lines, room)
  const numbered = pages.map((lines, index) => ({ book, lines, page: index + 1, pages: pages.length }))
  return paper === 'booklet' ? saddleStitched(numbered) : numbered.map((page) => [page])
}
