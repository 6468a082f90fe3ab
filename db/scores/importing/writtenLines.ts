import { Refused } from '../../../server/domain/answers/refused.ts'
import { monthOf } from '../../../server/domain/calendar/calendar.ts'
import type { DoorHistory, NamedDoor } from '../../households/doorHistory.ts'
import { contentId } from '../../ledger/contentId.ts'
import type { PostingRow } from '../../store/schema.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeLine } from '../officeRecords.ts'
import { grouped } from './lines/grouped.ts'
import { idsOfBatches, takenBackImports } from './takenBack.ts'

/** A line of a workbook, and the household that it is for. */
export interface NamedLine {
  line: OfficeLine
  household: Pick<NamedDoor, 'household' | 'account'>
  /** Whether the workbook lists the door with its head, so that no earlier household of the door can be meant. */
  isListed: boolean
}

/** A line, and the content that gives its posting's id. */
export interface IdentifiedLine extends NamedLine {
  content: string
}

/** A line, and how many equal ones came before it, itself included. */
interface NumberedLine {
  named: NamedLine
  /** The same for equal lines of one household. */
  content: string
  nth: number
}

interface OtherOwners {
  households: readonly number[]
  code: 'import-line-merged' | 'import-line-taken'
}

/** What the ledger has of a day. */
type Written = Pick<PostingRow, 'id' | 'occurred_on' | 'text' | 'points'>

/** Equal lines of one household. */
const contentOf = ({ occurredOn, rule, points }: OfficeLine, owner: string | number) =>
  `${occurredOn}\n${owner}\n${rule}\n${points}`

/**
 * The content of the nth such line of an owner: a door, or a household's number.
 *
 * @param after batch of the import that was taken back before the line came again; null for none
 */
const nthContent = (line: OfficeLine, owner: string, nth: number, after: number | null) =>
  `${contentOf(line, owner)}\n${nth}${after === null ? '' : `\nafter ${after}`}`

/** What a line and its posting have in common, whoever owns it. */
const deedIn = (occurredOn: string, text: string, points: number) => `${occurredOn}\n${text}\n${points}`
const deedOfLine = ({ occurredOn, rule, points }: OfficeLine) => deedIn(occurredOn, rule, points)
const deedOfPosting = ({ occurred_on, text, points }: Written) => deedIn(occurred_on, text, points)

function numberedLines(lines: readonly NamedLine[]): NumberedLine[] {
  const occurrences = new Map<string, number>()
  return lines.map((named) => {
    const content = contentOf(named.line, `#${named.household.household}`)
    const nth = (occurrences.get(content) ?? 0) + 1
    occurrences.set(content, nth)
    return { named, content, nth }
  })
}

/** The first and the last day in each month. */
function spansOf(lines: readonly NamedLine[]): Iterable<{ from: string; to: string }> {
  const spans = new Map<string, { from: string; to: string }>()
  for (const {
    line: { occurredOn: day },
  } of lines) {
    const span = spans.get(monthOf(day))
    if (!span) spans.set(monthOf(day), { from: day, to: day })
    else if (day < span.from) span.from = day
    else if (day > span.to) span.to = day
  }
  return spans.values()
}

/**
 * Tells lines of a workbook that an earlier import wrote from new ones. A line is known by its household, day, rule
 * and points, and by how many equal ones came before it. Its id is made from the door that the workbook names, or
 * from the household where another one had that door with the same line.
 */
export class WrittenLines {
  readonly #store: Store
  readonly #village: number
  readonly #doors: DoorHistory
  #numbered: readonly NumberedLine[] = []
  /** Deeds of the workbook that the ledger has, of whatever household: only their ids are looked for. */
  readonly #deeds = new Set<string>()
  /** The households of the postings with these deeds, by their ids. */
  readonly #written = new Map<string, number>()
  /** Batches of imports that were taken back as a whole, the last first; then null. */
  #after: (number | null)[] = [null]
  /** Ids of postings that were taken back with their import: their lines may come again. */
  #takenBack: ReadonlySet<string> = new Set()
  /** Ids of the postings that the workbook's lines are. */
  readonly #matched = new Set<string>()
  /** How many lines of the workbook the ledger has, by household and content. */
  readonly #found = new Map<string, number>()

  constructor(store: Store, village: number, doors: DoorHistory) {
    this.#store = store
    this.#village = village
    this.#doors = doors
  }

  /**
   * The lines that the ledger does not have.
   *
   * @throws Refused for a line that the ledger may have for another household: one merged into the same account, or
   *   one that had the door before
   */
  async newOf(lines: readonly NamedLine[]): Promise<IdentifiedLine[]> {
    this.#numbered = numberedLines(lines)
    await this.#lookUp(lines)
    const fresh: IdentifiedLine[] = []
    for (const { named, content: own, nth } of this.#numbered) {
      const content = this.#newContent(named, nth)
      if (content === null) this.#found.set(own, (this.#found.get(own) ?? 0) + 1)
      else fresh.push({ ...named, content })
    }
    for (const one of fresh)
      for (const { households, code } of this.#otherOwnersOf(one))
        if (await this.#hasOther(one.line, households)) {
          const { occurredOn: date, door, rule } = one.line
          throw new Refused('conflict', code, { date, door, rule })
        }
    return fresh
  }

  /** Ids of the postings that lines of the workbook were found to be. */
  get matched(): ReadonlySet<string> {
    return this.#matched
  }

  /** Whether one of these postings has an id by which a line of the workbook is looked for. */
  seeks(postings: readonly Written[]): boolean {
    const lines = grouped(this.#numbered, ({ named }) => deedOfLine(named.line))
    return postings.some((posting) =>
      lines
        .get(deedOfPosting(posting))
        ?.some(({ named, nth }) =>
          [...this.#ownersOf(named)].some((owner) =>
            this.#after.some((after) => contentId(nthContent(named.line, owner, nth, after)) === posting.id),
          ),
        ),
    )
  }

  /** By which the ledger may know the household of the line. */
  #ownersOf({ line, household: { household } }: NamedLine): Set<string> {
    return new Set([`#${household}`, line.door, ...this.#doors.doorsOf(household)])
  }

  /** @returns null where the ledger has the line */
  #newContent(named: NamedLine, nth: number): string | null {
    const {
      line,
      household: { household, account },
    } = named
    const own = `#${household}`
    const isOwnDoor = this.#isOf(household, account, line.door)
    if (!this.#deeds.has(deedOfLine(line))) return nthContent(line, isOwnDoor ? line.door : own, nth, null)
    for (const owner of this.#ownersOf(named))
      for (const after of this.#after) {
        const id = contentId(nthContent(line, owner, nth, after))
        const written = this.#written.get(id)
        if (written === undefined) continue
        if (owner !== own && !this.#isOf(household, written, owner)) continue
        this.#matched.add(id)
        return null
      }
    const isFree = isOwnDoor && !this.#written.has(contentId(nthContent(line, line.door, nth, null)))
    const owner = isFree ? line.door : own
    const content = nthContent(line, owner, nth, null)
    return this.#takenBack.has(contentId(content))
      ? nthContent(line, owner, nth, this.#after[0] ?? null)
      : content
  }

  /** Finds the postings that the lines may be: those of their days with their texts and points. */
  async #lookUp(lines: readonly NamedLine[]): Promise<void> {
    const takenBack = await takenBackImports(this.#store, this.#village)
    this.#after = [...takenBack, null]
    this.#takenBack = await idsOfBatches(this.#store, this.#village, takenBack)
    const wanted = new Set(lines.map(({ line }) => deedOfLine(line)))
    for (const { from, to } of spansOf(lines)) {
      const postings = await this.#store.all<Written & { household: number }>(
        `SELECT id, occurred_on, text, points, household_id AS household
           FROM postings WHERE village_id = ? AND occurred_on BETWEEN ? AND ?`,
        this.#village,
        from,
        to,
      )
      for (const posting of postings) {
        const deed = deedOfPosting(posting)
        if (!wanted.has(deed)) continue
        this.#deeds.add(deed)
        if (!this.#takenBack.has(posting.id)) this.#written.set(posting.id, posting.household)
      }
    }
  }

  /** Whether a line under this door, written to one household, is of another: itself, or merged into it. */
  #isOf(household: number, written: number, door: string): boolean {
    if (written === household) return true
    return (
      this.#doors.accountOf(household) === this.#doors.accountOf(written) &&
      this.#doors.accountOf(written) === written &&
      !this.#doors.doorsOf(written).includes(door)
    )
  }

  /** The households that may have the line instead of its own, and what is said where they have. */
  #otherOwnersOf({ line, household: { household, account }, isListed }: NamedLine): OtherOwners[] {
    const members = this.#doors.membersOf(account)
    const left = this.#doors.leftBy.get(line.door)
    return [
      ...(members.length > 1 ? [{ households: members, code: 'import-line-merged' } as const] : []),
      ...(left && left.household !== household && !isListed
        ? [{ households: [left.household], code: 'import-line-taken' } as const]
        : []),
    ]
  }

  /** Whether an import wrote the line for one of these households, and the workbook does not have it for them. */
  async #hasOther(line: OfficeLine, households: readonly number[]): Promise<boolean> {
    const { count } = await this.#store.one<{
      count: number
    }>(
      `SELECT count(*) AS count FROM postings WHERE village_id = ? AND request = id AND occurred_on = ?
         AND text = ? AND points = ? AND household_id = ANY(?)`,
      this.#village,
      line.occurredOn,
      line.rule,
      line.points,
      households,
    )
    const found = households.map((household) => this.#found.get(contentOf(line, `#${household}`)) ?? 0)
    return count > found.reduce((sum, one) => sum + one, 0)
  }
}
