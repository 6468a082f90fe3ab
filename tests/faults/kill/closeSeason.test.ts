/** kill -9 while a season closes, then the same request again: all of it, or none, and in the end the same. */
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { enterOpenings } from '../../../db/scores/openingBalances.ts'
import { changeSeason, listSeasons } from '../../../db/seasons/seasons.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { day, makeVillage, signedIn, startTestServer, year } from '../../support/server.ts'
import { killAtMoments } from './killAtMoments.ts'

const households = 2_000
/** When the server dies after the request was sent, ms: before, within, and after the transaction. */
const moments = [0, 8, 20, 40, 80]

const request = {
  id: randomUUID(),
  carry: { type: 'percent', percent: 30 },
  next: { name: '下一年度', startsOn: `${year}-01-02`, endsOn: `${year}-12-31` },
}

/** A village whose season is over, with a balance for every household. */
async function prepare(dataDir: string): Promise<{ cookie: string; path: string }> {
  const server = await startTestServer({ dataDir })
  await makeVillage(server, 'one', households)
  const { store } = server.services
  const scope = ownerScope((await mustFindVillage(store, 'one')).id)
  const season = (await listSeasons(store, scope.village))[0]?.id ?? 0
  const lines = Array.from({ length: households }, (_, index) => ({
    id: randomUUID(),
    door: String(1001 + index),
    points: 1 + index,
  }))
  await enterOpenings(store, scope, lines, '旧册结余', '期初积分')
  await changeSeason(store, scope, season, { endsOn: day })
  const secretary = await signedIn(server, 'admin', 'one')
  await server.stop()
  return { cookie: secretary.cookie ?? '', path: `/api/villages/one/seasons/${season}/closing` }
}

/** What the database says in the end, without what differs by the clock. */
async function outcome(dataDir: string): Promise<unknown> {
  const store = await openStore(dataDir)
  try {
    const village = await mustFindVillage(store, 'one')
    expect((await verifyVillage(store, village)).faults).toEqual([])
    return {
      seasons: (await listSeasons(store, village.id)).map(({ closing, ...season }) => ({
        ...season,
        closing: closing && { ...closing, closedAt: '' },
      })),
      carries: await store.all(
        `SELECT seq, id, household_id, points, occurred_on FROM postings WHERE kind = 'carry'`,
      ),
      balances: await store.all('SELECT household_id, balance FROM balances'),
    }
  } finally {
    store.close()
  }
}

it('comes to the same end wherever the server was killed', async () => {
  const [undisturbed, ...others] = await killAtMoments({ prepare, request, moments, outcome })
  expect(undisturbed).toMatchObject({ seasons: [{ state: 'active' }, { state: 'closed' }] })
  for (const end of others) expect(end).toEqual(undisturbed)
}, 120_000)
