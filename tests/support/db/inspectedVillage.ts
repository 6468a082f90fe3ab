/** A village with a check sheet and inspectors, and rounds in it. */
import { randomUUID } from 'node:crypto'
import { createSheet } from '../../../db/rounds/checkSheets.ts'
import { closeRound, type RoundClosed } from '../../../db/rounds/closeRound.ts'
import { type NewRound, openRound, type Round } from '../../../db/rounds/rounds.ts'
import { roundResults, type RoundResult } from '../../../db/scores/roundResults.ts'
import { type SheetItem, visitPoints } from '../../../server/domain/rules/checkSheet.ts'
import { type Person, TestVillage, type TestVillageOptions, today } from './village.ts'

/** 100 points for a clean yard. */
export const items: SheetItem[] = [
  { key: 'swept', text: '庭院干净', kind: 'points', points: 60, photo: false },
  { key: 'tidy', text: '摆放整齐', kind: 'points', points: 40, photo: false },
  { key: 'pile', text: '乱堆放', kind: 'deduction', points: 20, photo: false },
  { key: 'burning', text: '焚烧秸秆', kind: 'veto', points: 0, photo: false },
]

/** A village with a check sheet and two inspectors. */
export class InspectedVillage extends TestVillage {
  inspector!: Person
  second!: Person
  secretary!: Person
  sheet = 0

  protected override async prepare(more: TestVillageOptions): Promise<void> {
    await super.prepare(more)
    this.inspector = await this.person('督导员甲', ['inspector'])
    this.second = await this.person('督导员乙', ['inspector'])
    this.secretary = await this.person('书记', ['admin'])
    const { sheet } = await createSheet(this.store, this.scope, {
      id: randomUUID(),
      name: '庭院检查表',
      rule: this.rules.yard,
      items,
    })
    this.sheet = sheet.id
  }

  async group(name: string): Promise<number> {
    const row = await this.store.one<{ id: number }>(
      'SELECT id FROM household_groups WHERE village_id = ? AND name = ?',
      this.id,
      name,
    )
    return row.id
  }

  asked(more: Partial<NewRound> = {}): NewRound {
    return {
      id: randomUUID(),
      month: '2026-06',
      name: '六月庭院检查',
      sheet: this.sheet,
      second: 'average',
      outcome: 'claims',
      onWall: true,
      stars: [
        { stars: 5, from: 95 },
        { stars: 3, from: 60 },
      ],
      ...more,
    }
  }

  async open(more: Partial<NewRound> = {}): Promise<Round> {
    return (await openRound(this.store, this.secretary, this.asked(more))).round
  }

  /** One look at a door; an earlier one of the same inspector no longer counts. */
  async visit(
    round: Round,
    door: string,
    found: string[] = [],
    by = this.inspector,
    visitedOn = today,
  ): Promise<void> {
    const { store, id } = this
    const at = [id, round.id, await this.household(door), by.user]
    await store.write(by.village, async (store) => {
      await store.run(
        `UPDATE visits SET superseded = 1
           WHERE village_id = ? AND round_id = ? AND household_id = ? AND user_id = ?`,
        ...at,
      )
      await store.run(
        `INSERT INTO visits (village_id, round_id, household_id, user_id, inspector, found, points,
             visited_on, recorded_at, request_id, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
        ...at,
        by.name,
        JSON.stringify(found),
        visitPoints(round.items, { found }),
        visitedOn,
        new Date().toISOString(),
        randomUUID(),
      )
    })
  }

  async close(round: Round, id: string = randomUUID(), visits?: number): Promise<RoundClosed> {
    return closeRound(this.store, this.secretary, round.id, { id, visits })
  }

  /** Results by door. */
  async results(round: Round): Promise<Record<string, RoundResult>> {
    const doors = await this.store.all<{
      id: number
      door: string
    }>('SELECT id, door FROM households WHERE village_id = ?', this.id)
    const results = await roundResults(this.store, this.id, round.id)
    return Object.fromEntries(
      doors.flatMap(({ id, door }) => {
        const result = results.get(id)
        return result ? [[door, result]] : []
      }),
    )
  }
}
