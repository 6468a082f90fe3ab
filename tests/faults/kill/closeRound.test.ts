/** kill -9 while a round is closed, then the same request again: each visited door once, wherever the server died. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { createSheet } from '../../../db/rounds/checkSheets.ts'
import { openRound } from '../../../db/rounds/rounds.ts'
import { createVisit } from '../../../db/rounds/visits.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import { makeVillage, signedIn, startTestServer } from '../../support/server.ts'
import { killAtMoments } from './killAtMoments.ts'

const households = 800
/** When the server dies after the request was sent, ms: some time before, within, or after the transaction. */
const moments = [12, 60]
const request = { id: randomUUID() }
const today = localDateAt(Date.now(), 'Asia/Shanghai')

/** A village with a round in which every door but the last was visited. */
async function prepare(dataDir: string): Promise<{ cookie: string; path: string }> {
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one', households)
  const { store } = server.services
  const secretary = await signedIn(server, 'admin', 'one')
  await signedIn(server, 'inspector', 'one')
  const scope = ownerScope((await mustFindVillage(store, 'one')).id)
  const { id: user } = await store.one<{
    id: number
  }>(`SELECT id FROM users WHERE username LIKE 'inspector-%'`)
  const rule = (await listRules(store, scope.village)).find(({ text }) => text === '庭院月检')!
  const items = [{ key: 'swept', text: '干净', kind: 'points' as const, points: 60, photo: false }]
  const sheet = (await createSheet(store, scope, { id: randomUUID(), name: '检查表', rule: rule.id, items }))
    .sheet.id
  const { round } = await openRound(store, scope, {
    id: randomUUID(),
    month: monthOf(today),
    name: '示范检查',
    sheet,
    second: 'refuse',
    outcome: 'postings',
    onWall: true,
    stars: [],
  })
  await store.write(scope.village, async (store) => {
    for (let index = 0; index < households - 1; index += 1)
      await createVisit(store, { ...scope, user, name: '督导员' }, round.id, {
        id: randomUUID(),
        door: String(1001 + index),
        found: [],
        photos: [],
        visitedOn: today,
      })
  })
  await server.stop()
  return { cookie: secretary.cookie ?? '', path: `/api/villages/one/rounds/${round.id}/closing` }
}

/** What the database says in the end. */
async function outcome(dataDir: string): Promise<{ postings: unknown[]; results: unknown[] }> {
  const store = await openStore(dataDir)
  try {
    expect((await verifyVillage(store, await mustFindVillage(store, 'one'))).faults).toEqual([])
    return {
      postings: await store.all('SELECT seq, id, household_id, points FROM postings'),
      results: await store.all('SELECT * FROM round_results'),
    }
  } finally {
    store.close()
  }
}

it('counts each visited door once, wherever the server was killed', async () => {
  const [undisturbed, ...others] = await killAtMoments({ prepare, request, moments, outcome })
  expect([undisturbed.postings.length, undisturbed.results.length]).toEqual([households - 1, households - 1])
  for (const end of others) expect(end).toEqual(undisturbed)
}, 120_000)
