/**
 * One flipped bit at a time in a closed database: each is refused at open,
 * found by verify, or has changed nothing that a query can read.
 */
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createUser } from '../../../db/people/users.ts'
import { attachPhotos, storePhoto } from '../../../db/photos/photos.ts'
import { CannotOpen } from '../../../db/store/cannotOpen.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import { proveStore, unproven } from '../../../server/upkeep/prove.ts'
import { faultSentence } from '../../../server/words/verification/verification.ts'
import { TestVillage } from '../../support/db/village.ts'

const parts = ['structure', 'postings', 'totals', 'chains', 'photos', 'others'] as const
type Part = (typeof parts)[number]

const totals = ['standings', 'dimension_standings', 'month_totals', 'line_totals', 'entry_totals', 'balances']

export type Outcome = 'refused' | 'found' | 'harmless' | 'missed' | 'crashed'

export interface FlipReport {
  /** By part and outcome. */
  counts: Record<Part, Record<Outcome, number>>
  /** What was neither found nor harmless, a line each. */
  missed: string[]
}

/**
 * Flips bits, each in a fresh copy.
 *
 * @param seed decides the bits; the parts have equal shares
 */
export async function flipBits(count: number, seed: number): Promise<FlipReport> {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-flips-'))
  try {
    const source = await writeSource(folder)
    const pages = pagesByPart(source)
    const sound = contentOf(source)
    const bytes = readFileSync(source)
    const random = numbersFrom(seed)
    const report: FlipReport = {
      counts: Object.fromEntries(
        parts.map((part) => [part, { refused: 0, found: 0, harmless: 0, missed: 0, crashed: 0 }]),
      ) as FlipReport['counts'],
      missed: [],
    }
    for (let flip = 0; flip < count; flip += 1) {
      const part = parts[flip % parts.length] ?? 'others'
      const at = chooseByte(bytes, pages[part], random)
      const bit = Math.floor(random() * 8)
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
      const { outcome, words } = await judge(join(folder, 'flipped'), flipped, sound)
      report.counts[part][outcome] += 1
      if (outcome === 'missed' || outcome === 'crashed')
        report.missed.push(
          `seed ${seed}, flip ${flip}: bit ${bit} of byte ${at} (${part}): ${outcome} ${words}`,
        )
    }
    return report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function writeSource(folder: string): Promise<string> {
  const live = join(folder, 'live')
  const store = await openStore(live)
  const village = await TestVillage.create(store, { slug: 'jinwei' })
  await TestVillage.create(store, { slug: 'empty' })
  await createUser(store, null, {
    username: 'clerk',
    displayName: '录入员',
    passwordHash: 'x'.repeat(90),
    roles: [],
  })
  for (let round = 0; round < 30; round += 1)
    for (const door of ['1001', '1002', '1003', '1004'])
      await village.enter('duty', { door, note: `第 ${round} 次` })
  await village.reverse((await village.postings())[1] ?? { id: '' })
  for (const size of [900, 9_000]) {
    const id = randomUUID()
    const bytes = Buffer.alloc(size, '示范')
    const household = await village.household('1001')
    await storePhoto(
      store,
      { village: village.id, user: null },
      { id, household, digest: 'd'.repeat(64), bytes, width: 8, height: 8 },
    )
    const posting = (await village.postings())[0]?.id ?? ''
    await store.write(village.id, async (store) => attachPhotos(store, village.id, household, posting, [id]))
  }
  const source = join(folder, 'source.sqlite')
  await store.copyTo(source)
  store.close()
  const sqlite = new Database(source)
  sqlite.pragma('journal_mode = DELETE')
  sqlite.close()
  return source
}

/** Page numbers from 1, by what lies on them. */
function pagesByPart(file: string): Record<Part, number[]> {
  const sqlite = new Database(file, { readonly: true })
  const rows = sqlite
    .prepare(
      `SELECT s.pageno AS page, s.name, m.type FROM dbstat s LEFT JOIN sqlite_master m ON m.name = s.name
       WHERE s.pgsize > 0`,
    )
    .all() as { page: number; name: string; type: string | null }[]
  sqlite.close()
  const pages = Object.fromEntries(parts.map((part) => [part, [] as number[]])) as Record<Part, number[]>
  for (const { page, name, type } of rows) pages[partOf(name, type)].push(page)
  return pages
}

function partOf(name: string, type: string | null): Part {
  if (type !== 'table') return 'structure'
  if (name === 'postings' || name === 'chains' || name === 'photos') return name
  return totals.includes(name) ? 'totals' : 'others'
}

/** A byte of one of the pages; mostly one that holds something. */
function chooseByte(bytes: Buffer, pages: readonly number[], random: () => number): number {
  const pageSize = bytes.readUInt16BE(16)
  for (let tries = 0; ; tries += 1) {
    const page = pages[Math.floor(random() * pages.length)] ?? 1
    const at = (page - 1) * pageSize + Math.floor(random() * pageSize)
    if (bytes[at] !== 0 || tries > 20) return at
  }
}

async function judge(
  folder: string,
  bytes: Buffer,
  sound: string,
): Promise<{ outcome: Outcome; words: string }> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const file = join(folder, databaseName)
  writeFileSync(file, bytes)
  copyFileSync(file, join(folder, 'as-flipped.sqlite'))
  try {
    const store = await openStore(folder)
    try {
      const why = unproven(await proveStore(store))
      if (why) return { outcome: 'found', words: faultSentence('en', why.fault) }
    } finally {
      store.close()
    }
  } catch (error) {
    return { outcome: error instanceof CannotOpen ? 'refused' : 'crashed', words: String(error) }
  }
  const isSame = contentOf(join(folder, 'as-flipped.sqlite')) === sound
  return { outcome: isSame ? 'harmless' : 'missed', words: '' }
}

/** Everything that a query can read, as one text. */
function contentOf(file: string): string {
  const sqlite = new Database(file, { readonly: true })
  try {
    const tables = sqlite
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`)
      .pluck()
      .all() as string[]
    const rows = tables.map((table) => sqlite.prepare(`SELECT * FROM "${table}"`).raw().all())
    return JSON.stringify([sqlite.prepare('SELECT * FROM sqlite_master').raw().all(), rows])
  } catch (error) {
    return String(error)
  } finally {
    sqlite.close()
  }
}

function numbersFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}
