/** Real stores in folders of their own, and villages to write in. */
import { randomUUID } from 'node:crypto'
import { afterAll, vi } from 'vitest'
import { readPublicVillage } from '../../../db/board/board.ts'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { createUser } from '../../../db/people/users.ts'
import { type Entered, enterScores, type Written } from '../../../db/scores/enterScores.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeHousehold } from '../../../db/scores/officeRecords.ts'
import { restorePoints } from '../../../db/scores/restorePoints.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import type { PostingRow, VillageRow } from '../../../db/store/schema.ts'
import { ownerScope, type Scope } from '../../../db/store/scope.ts'
import type { Database, Store } from '../../../db/store/store.ts'
import { createVillage, type NewVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { Refused } from '../../../server/domain/answers/refused.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { powersOf, type Role } from '../../../server/domain/people/powers.ts'
import { newDatabase } from './engine.ts'
import { sentencesOf } from './faults.ts'
import { rules, type RuleName, ruleTexts } from './rules.ts'

/** The day on which these tests happen, a Monday: the clock stands still at noon in Shanghai. */
export const today = '2026-06-15'
export const now = Date.UTC(2026, 5, 15, 4)

/** Opens one store for all tests of a file, and stops the clock. */
export async function testStore(): Promise<Database> {
  vi.useFakeTimers({ toFake: ['Date'], now })
  const store = await (await newDatabase(afterAll)).open()
  afterAll(() => {
    store.close()
    vi.useRealTimers()
  })
  return store
}

export function household(door: string, more: Partial<OfficeHousehold> = {}): OfficeHousehold {
  return { door, head: '刘建国', group: '1组', members: 3, phone: null, note: null, ...more }
}

/** What the rules refuse; fails when they do not. */
export async function refusalOf(work: () => Promise<unknown>): Promise<Refused> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** Somebody of the staff of a village. */
export type Person = Scope & { user: number }

export type TestVillageOptions = Partial<NewVillage> & { households?: OfficeHousehold[] }

/** A village with doors 1001 … 1004 in two groups, and one rule of each scale. */
export class TestVillage {
  readonly store: Store
  readonly slug: string
  id = 0
  scope!: Scope
  rules!: Record<RuleName, number>

  constructor(store: Store, slug: string) {
    this.store = store
    this.slug = slug
  }

  static async create<Village extends TestVillage>(
    this: new (store: Store, slug: string) => Village,
    store: Store,
    more: TestVillageOptions = {},
  ): Promise<Village> {
    const village = new this(store, more.slug ?? `v-${randomUUID()}`)
    await village.prepare(more)
    return village
  }

  /** Writes the village; a kind of village adds what it has besides. */
  protected async prepare(more: TestVillageOptions): Promise<void> {
    const { households = ['1001', '1002', '1003', '1004'].map((door) => household(door)), ...village } = more
    const { store } = this
    const season = yearSeason(2026)
    this.id = await store.write('installation', async (store) => {
      const { id } = await createVillage(store, null, {
        name: '金卫村',
        timezone: 'Asia/Shanghai',
        season,
        ...village,
        slug: this.slug,
      })
      await importRecords(store, ownerScope(id), { households, rules, lines: [] })
      return id
    })
    this.scope = ownerScope(this.id, '录入员')
    const known = await listRules(store, this.id)
    const idOf = (name: RuleName) => known.find(({ text }) => text === ruleTexts[name])?.id ?? 0
    this.rules = Object.fromEntries(
      (Object.keys(ruleTexts) as RuleName[]).map((name) => [name, idOf(name)]),
    ) as Record<RuleName, number>
  }

  async row(): Promise<VillageRow> {
    return mustFindVillage(this.store, this.slug)
  }

  /** A member of staff with these roles in the village. */
  async person(name: string, roles: Role[] = ['inspector']): Promise<Person> {
    const { id } = await createUser(this.store, null, {
      username: `${name}-${randomUUID()}`,
      displayName: name,
      passwordHash: '',
      roles: roles.map((role) => ({ role, village: this.id })),
    })
    return { village: this.id, user: id, name, powers: powersOf(roles) }
  }

  request(rule: RuleName, more: Partial<ScoreRequest> = {}): ScoreRequest {
    return { id: randomUUID(), door: '1001', rule: this.rules[rule], occurredOn: today, ...more }
  }

  async write(...requests: ScoreRequest[]): Promise<Entered> {
    return enterScores(this.store, this.scope, requests)
  }

  /** Enters one score and gives its posting. */
  async enter(rule: RuleName, more: Partial<ScoreRequest> = {}): Promise<PostingRow> {
    return this.posting(await this.write(this.request(rule, more)))
  }

  /** Takes a posting back and gives the reversal. */
  async reverse({ id }: Pick<PostingRow, 'id'>, reason = '记错了'): Promise<PostingRow> {
    return this.posting(await reversePosting(this.store, this.scope, id, { id: randomUUID(), reason }))
  }

  /** Gives points of a deduction back and gives the restore. */
  async restore({ id }: Pick<PostingRow, 'id'>, points: number, reason = '已整改'): Promise<PostingRow> {
    return this.posting(await restorePoints(this.store, this.scope, id, { id: randomUUID(), points, reason }))
  }

  async posting({ seqs: [seq] }: Written): Promise<PostingRow> {
    const found = (await this.postings()).find((posting) => posting.seq === seq)
    if (!found) throw new Error(`posting ${seq} was not written`)
    return found
  }

  /** The whole ledger, as it lies in the file. */
  async postings(): Promise<PostingRow[]> {
    return this.store.all<PostingRow>('SELECT * FROM postings WHERE village_id = ? ORDER BY seq', this.id)
  }

  /** The household's id by its door. */
  async household(door: string): Promise<number> {
    const found = await this.store.one<{ id: number }>(
      'SELECT id FROM households WHERE village_id = ? AND door = ?',
      this.id,
      door,
    )
    return found.id
  }

  async board(at = now): Promise<Board> {
    return (await readPublicVillage(this.store, await this.row(), at)).board
  }

  async faults(): Promise<string[]> {
    return sentencesOf((await verifyVillage(this.store, await this.row())).faults)
  }
}
