import { Refused } from '../../../server/domain/answers/refused.ts'
import type { DoorHistory, NamedDoor } from '../../households/doorHistory.ts'
import { contentId } from '../../ledger/contentId.ts'
import type { Store } from '../../store/store.ts'
import type { OfficeLine } from '../officeRecords.ts'
import { findPostings, takenBackImports } from './takenBack.ts'

/** A line of a workbook, and the household that it is for. */
export interface NamedLine {
  line: OfficeLine
  household: Pick<NamedDoor, 'household' | 'account'>
  /** Whether the workbook lists the door with its head, so that no earlier household of the door can be meant. */
  isListed: boolean
}

/** A line and the id of its posting. */
export interface IdentifiedLine extends NamedLine {
  id: string
}

/** Equal lines of one household. */
const contentOf = ({ occurredOn, rule, points }: OfficeLine, owner: string | number) =>
  `${occurredOn}\n${owner}\n${rule}\n${points}`

/**
 * The id of the nth such line of an owner: a door, or a household's number.
 *
 * @param after batch of the import that was taken back before the line came again; null for none
 */
const idFor = (line: OfficeLine, owner: string, nth: number, after: number | null) =>
  contentId(`${contentOf(line, owner)}\n${nth}${after === null ? '' : `\nafter ${after}`}`)

/** Ids that are looked up in one query. */
const idsAtOnce = 1_000

/** Lines with how many equal ones came before them, themselves included. */
function numberedLines(lines: readonly NamedLine[]): { named: NamedLine; content: string; nth: number }[] {
  const occurrences = new Map<string, number>()
  return lines.map((named) => {
    const content = contentOf(named.line, `#${named.household.household}`)
    const nth = (occurrences.get(content) ?? 0) + 1
    occurrences.set(content, nth)
    return { named, content, nth }
  })
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
  /** Ids by which lines were looked for in the ledger. */
  readonly #asked = new Set<string>()
  /** The households of the ids that the ledger has. */
  readonly #written = new Map<string, number>()
  /** Batches of imports that were taken back as a whole, the last first; then null. */
  #after: (number | null)[] = [null]
  /** Ids of postings that were taken back with their import: their lines may come again. */
  readonly #takenBack = new Set<string>()
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
   * The lines that the ledger does not have, with their ids.
   *
   * @throws Refused for a line that the ledger may have for another household: one merged into the same account, or
   *   one that had the door before
   */
  async newOf(lines: readonly NamedLine[]): Promise<IdentifiedLine[]> {
    const fresh: IdentifiedLine[] = []
    const numbered = numberedLines(lines)
    this.#after = [...(await takenBackImports(this.#store, this.#village)), null]
    await this.#lookUp(numbered.flatMap(({ named, nth }) => this.#idsOf(named, nth)))
    for (const { named, content, nth } of numbered) {
      const id = this.#newId(named, nth)
      if (id === null) this.#found.set(content, (this.#found.get(content) ?? 0) + 1)
      else fresh.push({ ...named, id })
    }
    for (const one of fresh) await this.#mustBeOwn(one)
    return fresh
  }

  /** The ids of postings that decide which lines are new, beside what imports wrote. */
  get asked(): ReadonlySet<string> {
    return this.#asked
  }

  /** Ids of the postings that lines of the workbook were found to be. */
  get matched(): ReadonlySet<string> {
    return this.#matched
  }

  /** Every id that the line may have in the ledger. */
  #idsOf({ line, household: { household } }: NamedLine, nth: number): string[] {
    const owners = [`#${household}`, line.door, ...this.#doors.doorsOf(household)]
    return owners.flatMap((owner) => this.#after.map((after) => idFor(line, owner, nth, after)))
  }

  /** @returns null where the ledger has the line */
  #newId({ line, household: { household, account } }: NamedLine, nth: number): string | null {
    const own = `#${household}`
    for (const owner of new Set([own, line.door, ...this.#doors.doorsOf(household)]))
      for (const after of this.#after) {
        const id = idFor(line, owner, nth, after)
        const written = this.#written.get(id)
        if (written === undefined) continue
        if (owner === own || this.#isOf(household, written, owner)) return this.#match(id)
      }
    const byDoor = idFor(line, line.door, nth, null)
    const isFree = !this.#written.has(byDoor) && this.#isOf(household, account, line.door)
    const owner = isFree ? line.door : own
    const id = idFor(line, owner, nth, null)
    return this.#takenBack.has(id) ? idFor(line, owner, nth, this.#after[0] ?? null) : id
  }

  #match(id: string): null {
    this.#matched.add(id)
    return null
  }

  /** Finds which of these ids the ledger has. */
  async #lookUp(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#asked.add(id)
    const asked = [...this.#asked]
    for (let from = 0; from < asked.length; from += idsAtOnce) {
      const found = await findPostings(this.#store, this.#village, asked.slice(from, from + idsAtOnce))
      for (const { id, household, batch } of found)
        if (batch !== null && this.#after.includes(batch)) this.#takenBack.add(id)
        else this.#written.set(id, household)
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

  async #mustBeOwn({ line, household: { household, account }, isListed }: NamedLine): Promise<void> {
    const { date, door, rule } = { date: line.occurredOn, door: line.door, rule: line.rule }
    const members = this.#doors.membersOf(account)
    if (members.length > 1 && (await this.#hasOther(line, members)))
      throw new Refused('conflict', 'import-line-merged', { date, door, rule })
    const left = this.#doors.leftBy.get(door)
    if (left && left.household !== household && !isListed && (await this.#hasOther(line, [left.household])))
      throw new Refused('conflict', 'import-line-taken', { date, door, rule })
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
