/** How a passbook (积分册) is laid on paper. */

/** Sizes of a page, and how many lines fit: fewer on the first, where the totals stand. */
export const passbookPapers = {
  /** A4, one after the other. */
  page: { width: 210, height: 297, firstLines: 22, lines: 27 },
  /** A5, two side by side on A4 landscape. */
  booklet: { width: 148.5, height: 210, firstLines: 11, lines: 17 },
  /** A6, four households on an A4 sheet, each with its last lines alone. */
  slips: { width: 105, height: 148.5, firstLines: 8, lines: 8 },
} as const
export type PassbookPaper = keyof typeof passbookPapers

/** Slips on a sheet. */
export const slipsOnSheet = 4

/** Items in rows of so many; the last may have fewer. */
export function inChunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

/** The lines page by page; at least one page, also for nobody's lines. */
export function pagesOf<Line>(
  lines: readonly Line[],
  { firstLines, lines: most }: { firstLines: number; lines: number },
): Line[][] {
  const pages = [lines.slice(0, firstLines)]
  for (let at = firstLines; at < lines.length; at += most) pages.push(lines.slice(at, at + most))
  return pages
}

/**
 * Pages two by two in the order of a booklet that is printed on both sides,
 * folded and stitched in the middle: of eight, 8|1, 2|7, 6|3, 4|5. Null is an
 * empty page, up to the next multiple of four.
 */
export function saddleStitched<Page>(pages: readonly Page[]): [Page | null, Page | null][] {
  const count = Math.ceil(pages.length / 4) * 4
  const page = (index: number) => pages[index] ?? null
  return Array.from({ length: count / 2 }, (_, side) =>
    side % 2 === 0 ? [page(count - 1 - side), page(side)] : [page(side), page(count - 1 - side)],
  )
}
