import { Refused } from '../../server/domain/answers/refused.ts'
import type { DoorHistory, NamedDoor } from '../households/doorHistory.ts'
import { contentId } from '../ledger/contentId.ts'
import type { Store } from '../store/store.ts'
import type { OfficeLine } from './officeRecords.ts'

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
 * Tells lines of a workbook that an earlier import wrote from new ones. A line is known by its household, day, rule
 * and points, and by how many equal ones came before it. Its id is made from the door that the workbook names, or
 * from the household where another one had that door with the same line.
 */
export class WrittenLines {
  readonly #store: Store
  readonly #village: number
  readonly #doors: DoorHistory
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
    const occurrences = new Map<string, number>()
    const fresh: IdentifiedLine[] = []
    for (const named of lines) {
      const content = contentOf(named.line, `#${named.household.household}`)
      const nth = (occurrences.get(content) ?? 0) + 1
      occurrences.set(content, nth)
      const id = await this.#newId(named, nth)
      if (id === null) this.#found.set(content, (this.#found.get(content) ?? 0) + 1)
      else fresh.push({ ...named, id })
    }
    for (const one of fresh) await this.#mustBeOwn(one)
    return fresh
  }

  /** @returns null where the ledger has the line */
  async #newId({ line, household: { household, account } }: NamedLine, nth: number): Promise<string | null> {
    const idFor = (owner: string) => contentId(`${contentOf(line, owner)}\n${nth}`)
    const own = idFor(`#${household}`)
    if ((await this.#householdOf(own)) !== undefined) return null
    const doors = new Set([line.door, ...this.#doors.doorsOf(household)])
    for (const door of doors) {
      const written = await this.#householdOf(idFor(door))
      if (written !== undefined && this.#isOf(household, written, door)) return null
    }
    const byDoor = idFor(line.door)
    const isFree =
      (await this.#householdOf(byDoor)) === undefined && this.#isOf(household, account, line.door)
    return isFree ? byDoor : own
  }

  async #householdOf(id: string): Promise<number | undefined> {
    const row = await this.#store.first<{ household: number }>(
      'SELECT household_id AS household FROM postings WHERE village_id = ? AND id = ?',
      this.#village,
      id,
    )
    return row?.household
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
