/** New lines that look like earlier postings with another item, or of another household. */
import type { IdentifiedLine } from '../writtenLines.ts'
import { grouped } from './grouped.ts'

interface Posting {
  household: number
  text: string
  points: number
  occurredOn: string
}

/** What a workbook has beside its new lines: without it, a posting that it lacks was never in it. */
export interface WorkbookFacts {
  /** Items of all its lines. */
  items: ReadonlySet<string>
  /** Accounts of all its lines. */
  accounts: ReadonlySet<number>
  /** Texts of its list of rules; null where it has none. */
  rules: ReadonlySet<string> | null
  /** Whether the village has a rule of this text. */
  isKnownRule: (text: string) => boolean
}

interface Pair<Earlier> {
  line: IdentifiedLine
  earlier: Earlier
}

/**
 * Lines that differ from a posting by the item alone: of an item that the workbook has in other lines, or whose
 * rule has another name in its list.
 */
export function withOtherItem<Earlier extends Posting>(
  lines: readonly IdentifiedLine[],
  left: readonly Earlier[],
  { items, rules, isKnownRule }: WorkbookFacts,
): Pair<Earlier>[] {
  const isDropped = ({ text }: Posting) => items.has(text) || (rules !== null && !rules.has(text))
  const isRenamed = ({ line: { line }, earlier }: Pair<Earlier>) =>
    items.has(earlier.text) || !isKnownRule(line.rule)
  return pairs(
    lines,
    left.filter(isDropped),
    ({ household, line }) => `${household.account} ${line.occurredOn} ${line.points}`,
    ({ household, occurredOn, points }) => `${household} ${occurredOn} ${points}`,
  ).filter(isRenamed)
}

/** Lines that differ from a posting by the household alone, where the workbook has other lines of that one. */
export function ofOtherHousehold<Earlier extends Posting>(
  lines: readonly IdentifiedLine[],
  left: readonly Earlier[],
  { accounts }: WorkbookFacts,
): Pair<Earlier>[] {
  return pairs(
    lines,
    left.filter(({ household }) => accounts.has(household)),
    ({ line }) => `${line.rule}\n${line.occurredOn} ${line.points}`,
    ({ text, occurredOn, points }) => `${text}\n${occurredOn} ${points}`,
  )
}

/**
 * Pairs that are all of an import: the workbook is a copy of it with other days. Of an import of which it has some
 * alone, it is another part of the month.
 *
 * @param imported what imports wrote that the pairs may be
 */
export function wholeImports<Earlier extends { batch: number | null }>(
  pairs: readonly Pair<Earlier>[],
  imported: readonly Earlier[],
): Pair<Earlier>[] {
  const found = new Set(pairs.map(({ earlier }) => earlier))
  const inPart = new Set(imported.filter((one) => !found.has(one)).map(({ batch }) => batch))
  return pairs.filter(({ earlier }) => !inPart.has(earlier.batch))
}

/** Pairs with the same key. Where there are more of one side, nobody can say which belong together. */
function pairs<Earlier>(
  lines: readonly IdentifiedLine[],
  left: readonly Earlier[],
  keyOfLine: (line: IdentifiedLine) => string,
  keyOfEarlier: (earlier: Earlier) => string,
): Pair<Earlier>[] {
  if (left.length === 0) return []
  const earlierBy = grouped(left, keyOfEarlier)
  return [...grouped(lines, keyOfLine)].flatMap(([key, own]) => {
    const earlier = earlierBy.get(key) ?? []
    return own.flatMap((line, place): Pair<Earlier>[] => {
      const one = earlier.length === own.length ? earlier[place] : undefined
      return one === undefined ? [] : [{ line, earlier: one }]
    })
  })
}
