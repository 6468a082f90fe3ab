/** What happens between the preparation of an import and its turn to write. */
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createHousehold } from '../../../db/households/changeHouseholds.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { moveHousehold } from '../../../db/households/moveHousehold.ts'
import { setOwnHousehold } from '../../../db/households/ownHouseholds.ts'
import { importRecords, type ImportResult } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { mergeHousehold } from '../../../db/transfers/transfers.ts'
import { createDimension } from '../../../db/villages/dimensions.ts'
import { changeRule, createRule, listRules } from '../../../db/villages/rulebook.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import { answersByCode } from '../../support/db/answersByCode.ts'
import { fixed, ruleTexts, terms } from '../../support/db/rules.ts'
import { household, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

function line(door: string, more: Partial<OfficeLine> = {}): OfficeLine {
  return {
    door,
    rule: ruleTexts.duty,
    points: 40,
    occurredOn: '2026-03-10',
    clerk: null,
    note: null,
    ...more,
  }
}

/** Two new households with a new rule, and lines for them and a known one. */
const workbook: OfficeRecords = {
  households: [household('2001', { head: '示范户甲' }), household('2002', { head: '示范户乙' })],
  rules: [{ dimension: '乡村振兴', text: '带头致富', terms: terms(fixed(50)) }],
  lines: [
    line('2001', { rule: '带头致富', points: 50 }),
    line('2002'),
    line('1001'),
    line('1001'),
    line('1002', { rule: ruleTexts.litter, points: -20 }),
  ],
}

/** Imports, with something else written between preparation and turn. */
function importAround(
  village: TestVillage,
  meanwhile: () => Promise<unknown>,
  { records = workbook, scope = village.scope }: { records?: OfficeRecords; scope?: Scope } = {},
): Promise<ImportResult> {
  return importRecords(store, scope, records, async (turn, work) => {
    await meanwhile()
    return store.write(turn, work)
  })
}

const scoreOf = async (village: TestVillage, door: string) =>
  (await findHousehold(store, village.id, door))?.score

describe('an import whose village changed before its turn', () => {
  it('follows the scores that were entered', async () => {
    const village = await TestVillage.create(store)
    const result = await importAround(village, () => village.enter('duty'))
    expect(result).toEqual({ newHouseholds: 2, newRules: 1, postings: 5, alreadyWritten: 0 })
    expect((await village.postings()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(await scoreOf(village, '1001')).toBe(120)
    expect(await village.faults()).toEqual([])
  })

  it('writes nothing twice when the same workbook came in', async () => {
    const village = await TestVillage.create(store)
    const result = await importAround(village, () => importRecords(store, village.scope, workbook))
    expect(result).toEqual({ newHouseholds: 0, newRules: 0, postings: 0, alreadyWritten: 5 })
    expect(await village.postings()).toHaveLength(5)
    expect(await village.faults()).toEqual([])
  })

  it('writes the rest when some of its lines came in', async () => {
    const village = await TestVillage.create(store)
    const some = { households: [], rules: [], lines: [line('1001'), line('1002')] }
    const result = await importAround(village, () => importRecords(store, village.scope, some))
    expect(result).toMatchObject({ postings: 4, alreadyWritten: 1 })
    expect(await scoreOf(village, '1001')).toBe(80)
    expect(await village.faults()).toEqual([])
  })

  it('does not bring back a line that was written and taken back', async () => {
    const village = await TestVillage.create(store)
    const some = { households: [], rules: [], lines: [line('1001')] }
    const result = await importAround(village, async () => {
      await importRecords(store, village.scope, some)
      const [posting] = await village.postings()
      if (posting) await village.reverse(posting)
    })
    expect(result).toMatchObject({ postings: 4, alreadyWritten: 1 })
    expect(await scoreOf(village, '1001')).toBe(40)
  })

  it('replaces nothing that was taken back by hand', async () => {
    const village = await TestVillage.create(store)
    const books = [40, 45].map((points) => ({ households: [], rules: [], lines: [line('1001', { points })] }))
    await importRecords(store, village.scope, books[0]!)
    const choices = await answersByCode(store, village.scope, books[1]!, { 'lines-corrected': 'replace' })
    const result = await importAround(
      village,
      async () => {
        const [posting] = await village.postings()
        if (posting) await village.reverse(posting)
      },
      { records: { ...books[1]!, choices } },
    )
    expect(result).toEqual({ newHouseholds: 0, newRules: 0, postings: 1, alreadyWritten: 0 })
    expect(await scoreOf(village, '1001')).toBe(45)
    expect(await village.faults()).toEqual([])
  })

  it('gives its lines to the household that was made by hand', async () => {
    const village = await TestVillage.create(store)
    const details = { head: '示范户甲', group: '1组' }
    const result = await importAround(village, () =>
      createHousehold(store, village.scope, randomUUID(), '2001', details),
    )
    expect(result).toMatchObject({ newHouseholds: 1, postings: 5 })
    expect(await scoreOf(village, '2001')).toBe(50)
    expect(await village.faults()).toEqual([])
  })

  it('gives its lines to its own households when another village made some', async () => {
    const village = await TestVillage.create(store)
    const other = await TestVillage.create(store)
    const result = await importAround(village, () => importRecords(store, other.scope, workbook))
    expect(result).toMatchObject({ newHouseholds: 2, newRules: 1, postings: 5 })
    expect([await scoreOf(village, '2001'), await scoreOf(village, '2002')]).toEqual([50, 40])
    expect([await scoreOf(other, '2001'), await scoreOf(other, '2002')]).toEqual([50, 40])
    expect([...(await village.faults()), ...(await other.faults())]).toEqual([])
  })

  it('takes the rule as it is now', async () => {
    const village = await TestVillage.create(store)
    await importAround(
      village,
      () => changeRule(store, village.scope, village.rules.duty, { terms: terms(fixed(45)) }),
      { records: { households: [], rules: [], lines: [line('1001')] } },
    )
    const { version } = await store.one<{ version: number }>(
      `SELECT v.version FROM postings p JOIN rule_versions v ON v.id = p.rule_version_id
       WHERE p.village_id = ? AND p.text = ? LIMIT 1`,
      village.id,
      ruleTexts.duty,
    )
    expect(version).toBe(2)
  })

  it('makes no second rule of one that was made by hand', async () => {
    const village = await TestVillage.create(store)
    const result = await importAround(village, async () => {
      const { id: dimension } = await createDimension(store, village.scope, '乡村振兴')
      await createRule(store, village.scope, { dimension, text: '带头致富', terms: terms(fixed(50)) })
    })
    expect(result).toMatchObject({ newRules: 0, postings: 5 })
    const made = (await listRules(store, village.id)).filter(({ text }) => text === '带头致富')
    expect(made).toHaveLength(1)
  })

  it('follows a household that moved, and one that was merged', async () => {
    const village = await TestVillage.create(store)
    await importRecords(store, village.scope, { ...workbook, lines: [] })
    await importAround(village, async () => {
      await moveHousehold(store, village.scope, '2001', { id: randomUUID(), door: '3001', group: '1组' })
      await mergeHousehold(store, village.scope, '2002', { id: randomUUID(), into: '1003' })
    })
    expect([await scoreOf(village, '3001'), await scoreOf(village, '1003')]).toEqual([50, 40])
    expect(await findHousehold(store, village.id, '2001')).toBeUndefined()
    expect(await village.faults()).toEqual([])
  })

  it.each<[string, string, (village: TestVillage, user: number) => Promise<unknown>]>([
    [
      'its season was closed',
      'no-season',
      ({ id }) =>
        store.write(id, (store) => store.update('seasons', { village_id: id }, { state: 'closed' })),
    ],
    [
      'a household became the own one of whoever imports',
      'import-own-household',
      async (village, user) => setOwnHousehold(store, village.id, user, await village.household('1001')),
    ],
    [
      'the village wants its scores reviewed',
      'import-needs-review',
      ({ id }) =>
        store.write(id, (store) =>
          store.update(
            'villages',
            { id },
            { review: JSON.stringify({ roles: [], over: 30, deductions: false }) },
          ),
        ),
    ],
  ])('is refused as a whole when %s', async (_, code, change) => {
    const village = await TestVillage.create(store)
    const clerk = await village.person('示范员', ['clerk'])
    const records = { ...workbook, rules: [], lines: [line('2001'), line('1001')] }
    const result = importAround(village, () => change(village, clerk.user), { records, scope: clerk })
    await expect(result).rejects.toThrow(Refused)
    await expect(result).rejects.toMatchObject({ code })
    expect(await village.postings()).toEqual([])
    expect(await findHousehold(store, village.id, '2001')).toBeUndefined()
  })
})
