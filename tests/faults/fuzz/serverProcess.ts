/**
 * The server under test in a process of its own. It makes villages and people, measures itself and
 * verifies its ledgers when it is told to by its parent.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { openSession } from '../../../db/people/sessions.ts'
import { makeToken } from '../../../db/people/tokens.ts'
import { createUser } from '../../../db/people/users.ts'
import { openResidentSession } from '../../../db/residents/residentSessions.ts'
import { installSample, sampleSlug } from '../../../db/sample/install.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { findVillage, listVillages, mustFindVillage } from '../../../db/villages/findVillages.ts'
import { today } from '../../../db/villages/today.ts'
import { addDays } from '../../../server/domain/calendar/calendar.ts'
import { type Role, roles } from '../../../server/domain/people/powers.ts'
import { hashPassword } from '../../../server/identity/passwords.ts'
import { createLog } from '../../../server/log.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { makeVillage, password, startTestServer, year } from '../../support/server.ts'
import { type Measure, type Order, programs, type Renewed, signer } from './messages.ts'

const villageAtLarge = 'two'
const householdsOfVillage = 40

const dataDir = process.argv[2]
if (dataDir === undefined) throw new Error('which data folder?')
const server = await startTestServer({ dataDir, environment: { sample: true }, log: createLog('error') })
const { store } = server.services
await makeVillage(server, villageAtLarge)

const passwordHash = await hashPassword(password)
await createUser(store, null, { username: signer, displayName: signer, passwordHash, roles: [] })

const loop = monitorEventLoopDelay({ resolution: 10 })
loop.enable()

async function renew(village: string, isNew: boolean): Promise<Renewed> {
  if (isNew) await makeVillage(server, village, householdsOfVillage)
  if (!(await findVillage(store, sampleSlug))) await installSample(store, Date.now())
  const own = (await mustFindVillage(store, village)).id
  // A month of it is over on any day.
  await store.write('installation', async (store) =>
    store.run('UPDATE seasons SET starts_on = ? WHERE village_id = ? AND starts_on = ?', ...lengthened(own)),
  )
  const another = (await mustFindVillage(store, villageAtLarge)).id
  const cookies: Record<string, string> = {}
  const add = async (caller: string, role: Role, where: number | null) => {
    const username = `fuzz-${++people}`
    const { id } = await createUser(store, null, {
      username,
      displayName: username,
      passwordHash,
      roles: [{ role, village: where }],
    })
    cookies[caller] = `yiping_session=${await openSession(store, id, Date.now())}`
  }
  for (const role of roles) await add(role, role, own)
  await add('admin of all', 'admin', null)
  await add('admin of another', 'admin', another)
  await add('leaver', 'viewer', own)
  await add('changer', 'viewer', own)
  const households = await store.all<{ id: number; door: string; token: string }>(
    'SELECT id, door, door_token AS token FROM households WHERE village_id = ? AND closed_on IS NULL ORDER BY id',
    own,
  )
  // Cases made others meanwhile, and revoked some of these.
  await store.write('installation', async (store) =>
    store.run('UPDATE api_tokens SET revoked_at = ? WHERE revoked_at IS NULL', new Date().toISOString()),
  )
  const secrets: Record<string, string> = {}
  for (const [caller, { scopes, of }] of Object.entries(programs)) {
    const scope = ownerScope(of === 'another' ? another : own)
    const expiresOn = addDays(await today(store, scope.village), 30)
    const asked = { name: `fuzz-${++people}`, scopes, expiresOn, everywhere: of === 'all' }
    secrets[caller] = (await makeToken(store, scope, asked)).secret
  }
  const [first] = households
  if (first) {
    const session = await openResidentSession(store, { village: own, household: first.id }, Date.now())
    cookies.resident = `yiping_door=${session}`
  }
  const [tokens, doors] = [households.map(({ token }) => token), households.map(({ door }) => door)]
  return { cookies, secrets, tokens, doors }
}
let people = 0

const lengthened = (village: number) => [`${year - 1}-01-01`, village, `${year}-01-01`]

function measure(): Measure {
  const stallMs = loop.max / 1e6
  global.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  loop.reset()
  return { heap: heapUsed, resident: rss, stallMs }
}

/** What does not hold, by village. */
async function verify(): Promise<string[]> {
  return (
    await inOrder(await listVillages(store), async (village) =>
      sentencesOf((await verifyVillage(store, village)).faults).map((fault) => `${village.slug}: ${fault}`),
    )
  ).flat()
}

process.on('message', (asked: Order) => void obey(asked))

async function obey(asked: Order): Promise<void> {
  if (asked.order === 'stop') void server.stop().then(() => process.disconnect())
  else if (asked.order === 'measure') process.send?.(measure())
  else if (asked.order === 'verify') process.send?.(await verify())
  else process.send?.(await renew(asked.village, asked.isNew))
  // What it took is not the fault of a request.
  loop.reset()
}
// Also where the parent was killed.
process.once('disconnect', () => process.exit())
process.send?.({ url: server.url })
