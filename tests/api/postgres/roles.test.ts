/** Two users of PostgreSQL: the owner migrates, and the servers' own can change nothing in the ledger. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../../../db/store/postgres/open.ts'
import { newPostgresDatabase, postgresServer, temporaryFolder } from '../../support/db/engine.ts'
import { sentencesOf } from '../../support/db/faults.ts'
import { valueOf } from '../../support/db/values.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'
import { type Ended, yiping } from '../../support/yiping.ts'

const user = `app_${randomUUID().replaceAll('-', '')}`
let ownersUrl: string
let url: string
let owner: pg.Client

beforeAll(async () => {
  ownersUrl = await newPostgresDatabase(postgresServer() ?? '', afterAll, 'template0')
  const address = new URL(ownersUrl)
  Object.assign(address, { username: user, password: 'app' })
  url = address.href
  owner = new pg.Client({ connectionString: ownersUrl })
  await owner.connect()
  await owner.query(`CREATE USER ${user} PASSWORD 'app'`)
})
afterAll(async () => {
  await owner.end()
})

const migrate = (words: string[], databaseUrl: string, environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  yiping(['migrate', ...words], { DATABASE_URL: databaseUrl, DATA_DIR: temporaryFolder(), ...environment })

describe('yiping migrate', () => {
  it('is what a user is told to run that may not make the tables, in both languages', async () => {
    await expect(openPostgres(url)).rejects.toMatchObject({ reason: 'outdated' })
    expect(await migrate([], url)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Run yiping migrate') as string,
    })
    const { err } = await migrate([], url, { LC_ALL: 'zh_CN.UTF-8' })
    expect(err).toContain('yiping migrate')
    expect(err).toContain('所有者')
  })

  it('makes them with the owner, and says what the user of the servers may do', async () => {
    const { code, err } = await migrate(['--app-user', user], ownersUrl)
    expect(err).toContain(`${user} may read and write`)
    expect(code).toBe(0)
  })

  it('refuses a user that does not exist, and the owner', async () => {
    for (const [name, words] of [
      ['nobody', 'has no user nobody'],
      ['owner', 'owns the tables'],
    ])
      expect(await migrate(['--app-user', name ?? ''], ownersUrl)).toMatchObject({
        code: 1,
        err: expect.stringContaining(words ?? '') as string,
      })
  })

  it('gives the user what it needs again, without being told', async () => {
    await owner.query(`REVOKE SELECT ON households FROM ${user}`)
    const { err } = await migrate([], ownersUrl)
    expect(err).toContain(`${user} may read and write`)
    ;(await openPostgres(url)).close()
  })
})

describe('a server with the other user', () => {
  let server: TestServer
  let admin: Caller

  beforeAll(async () => {
    server = await startTestServer({ environment: { databaseUrl: url, sample: true } })
    await makeVillage(server, 'one')
    admin = await signedIn(server, 'admin', null)
  })
  afterAll(() => server.close())

  it('enters, takes back, writes backups and removes the sample', async () => {
    const rule = await ruleId(admin, 'one', '应急值守')
    const id = randomUUID()
    const entered = await admin.post('/api/villages/one/postings', {
      id,
      door: '1001',
      rule,
      occurredOn: day,
    })
    expect(entered.status).toBe(201)
    const reversal = { id: randomUUID(), reason: '记错了' }
    expect((await admin.post(`/api/villages/one/postings/${id}/reversal`, reversal)).status).toBe(201)
    expect((await admin.post('/api/backups', {})).status).toBe(201)
    const sample = await valueOf<string>(server.services.store, 'SELECT slug FROM villages WHERE sample = 1')
    expect((await admin.call('DELETE', `/api/villages/${sample}`)).status).toBeLessThan(300)
    expect(await valueOf(server.services.store, 'SELECT count(*) FROM villages')).toBe(1)
  })

  it.each([
    'UPDATE postings SET points = 1',
    'DELETE FROM postings',
    'TRUNCATE postings CASCADE',
    'DELETE FROM batches',
    'UPDATE villages SET sample = 1',
    'ALTER TABLE postings DISABLE TRIGGER ALL',
    'DROP TABLE altered_postings',
    'DELETE FROM expected_schema',
    `SELECT delete_sample_rows('postings', id) FROM villages`,
  ])('is refused by PostgreSQL: %s', async (statement) => {
    const before = await valueOf(server.services.store, 'SELECT count(*) FROM postings')
    await expect(server.services.store.all(statement)).rejects.toThrow(/denied|must be owner|only a sample/)
    expect(await valueOf(server.services.store, 'SELECT count(*) FROM postings')).toBe(before)
  })

  it('finds what its owner changed in the schema', async () => {
    const { store } = server.services
    expect(await store.check()).toMatchObject({ damage: [], changedRows: [] })
    await owner.query('ALTER TABLE postings DISABLE TRIGGER postings_are_never_deleted')
    const { damage } = await store.check()
    await owner.query('ALTER TABLE postings ENABLE TRIGGER postings_are_never_deleted')
    expect(sentencesOf(damage)).toEqual([
      "the schema's trigger postings.postings_are_never_deleted is changed",
    ])
  })

  it('does not start on a schema that it may not bring up to date', async () => {
    const { rows } = await owner.query<{ name: string }>(
      'DELETE FROM kysely_migration WHERE name = (SELECT max(name) FROM kysely_migration) RETURNING name',
    )
    const environment = { databaseUrl: url }
    await expect(startTestServer({ environment })).rejects.toMatchObject({ reason: 'outdated' })
    await owner.query(`INSERT INTO kysely_migration VALUES ($1, '')`, [rows[0]?.name])
  })
})

describe('yiping restore with the other user', () => {
  it('says who may restore, and from where servers use the database', async () => {
    const file = join(temporaryFolder(), 'backup.sqlite')
    const restoreAs = (databaseUrl: string) =>
      yiping(['restore', file], { DATABASE_URL: databaseUrl, DATA_DIR: temporaryFolder() })
    const server = await startTestServer({ environment: { databaseUrl: url } })
    expect(await yiping(['backup', file], { DATABASE_URL: url, DATA_DIR: temporaryFolder() })).toMatchObject({
      code: 0,
    })
    expect((await restoreAs(ownersUrl)).err).toContain('in use by another server (127.0.0.1)')
    await server.close()
    const { code, err } = await restoreAs(url)
    expect(code).toBe(1)
    expect(err).toContain('Only the owner of the tables')
    expect((await owner.query('SELECT slug FROM villages')).rows).toHaveLength(1)
    expect(await restoreAs(ownersUrl)).toMatchObject({ code: 0 })
    // What came back is still bound for the servers' user.
    const again = await openPostgres(url)
    await expect(again.all('DELETE FROM postings')).rejects.toThrow('denied')
    again.close()
  })
})
