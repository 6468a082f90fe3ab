import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHousehold } from '../../../db/households/changeHouseholds.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { moveHousehold } from '../../../db/households/moveHousehold.ts'
import { verifyVillage } from '../../../db/ledger/proof/verify.ts'
import { createUser, findUser } from '../../../db/people/users.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import { inOrder } from '../../../db/store/inOrder.ts'
import { migrations } from '../../../db/store/migrations/index.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import { splitHousehold } from '../../../db/transfers/transfers.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { temporaryFolder } from '../../support/db/engine.ts'
import { itOnSqlite } from '../../support/db/itOnSqlite.ts'
import { household, refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const latin = 'A12'
const cyrillic = 'А12'
const details = { head: '示范', group: '1组' }

function person(username: string) {
  return { username, displayName: '示范', passwordHash: 'argon2', roles: [] }
}

describe('a door that looks like another', () => {
  const alike = { kind: 'conflict', code: 'door-alike', params: { door: cyrillic, other: latin } }
  const village = async () => TestVillage.create(store, { households: [household(latin), household('1001')] })

  it.each<[string, (village: TestVillage) => Promise<unknown>]>([
    ['registered', async ({ scope }) => createHousehold(store, scope, 'h1', cyrillic, details)],
    [
      'moved to',
      async ({ scope }) => moveHousehold(store, scope, '1001', { id: 'm1', door: cyrillic, group: '1组' }),
    ],
    [
      'split off to',
      async ({ scope }) =>
        splitHousehold(store, scope, '1001', {
          id: 's1',
          door: cyrillic,
          ...details,
          share: { percent: 50 },
        }),
    ],
    [
      'imported',
      async ({ scope }) =>
        importRecords(store, scope, { households: [household(cyrillic)], rules: [], lines: [] }),
    ],
  ])('is not %s', async (_, attempt) => {
    const one = await village()
    expect(await refusalOf(async () => attempt(one))).toMatchObject(alike)
  })

  it('may take the place of its own household', async () => {
    const { scope } = await TestVillage.create(store, { households: [household(cyrillic)] })
    expect((await moveHousehold(store, scope, cyrillic, { id: 'm1', door: latin, group: '1组' })).door).toBe(
      latin,
    )
  })

  it('is free once the other has moved away', async () => {
    const { scope } = await village()
    await moveHousehold(store, scope, latin, { id: 'm1', door: '77', group: '1组' })
    expect((await createHousehold(store, scope, 'h1', cyrillic, details)).household.door).toBe(cyrillic)
  })

  it('is found as before, full width or small', async () => {
    expect((await findHousehold(store, (await village()).id, ' ａ１２号'))?.door).toBe(latin)
  })
})

describe('a user name that looks like another', () => {
  it('is refused with the other in the sentence', async () => {
    await createUser(store, null, person('admin'))
    const refused = await refusalOf(async () => createUser(store, null, person('аdmin')))
    expect(refused).toMatchObject({
      kind: 'conflict',
      code: 'user-alike',
      params: { name: 'аdmin', other: 'admin' },
    })
    expect((await refusalOf(async () => createUser(store, null, person('ａｄｍｉｎ')))).code).toBe(
      'user-alike',
    )
  })
})

describe('look-alikes of an earlier build', () => {
  itOnSqlite('stay, are found by their exact names, and are listed', async () => {
    const folder = temporaryFolder()
    const before = await openStore(folder)
    const village = await TestVillage.create(before, {
      slug: 'jinwei',
      households: [household(latin), household('x')],
    })
    const roles = [{ role: 'clerk' as const, village: village.id }]
    for (const name of ['admin', 'other']) await createUser(before, null, { ...person(name), roles })
    before.close()
    const sqlite = new Database(join(folder, databaseName))
    sqlite.exec(`
      DROP TABLE altered_postings;
      DROP INDEX users_by_look_alike_key; DROP INDEX households_by_look_alike_key;
      ALTER TABLE users DROP COLUMN look_alike_key; ALTER TABLE households DROP COLUMN look_alike_key;
      UPDATE households SET door = '${cyrillic}' WHERE door = 'x';
      UPDATE users SET username = 'аdmin' WHERE username = 'other'`)
    await migrations['013-text']?.up(new Kysely({ dialect: new SqliteDialect({ database: sqlite }) }))
    sqlite.close()
    const after = await openStore(folder)
    onTestFinished(() => after.close())
    expect(await verifyVillage(after, await mustFindVillage(after, 'jinwei'))).toMatchObject({
      holds: true,
      lookAlikes: {
        doors: [[latin, 'А (U+0410)12']],
        userNames: [['admin', 'а (U+0430)dmin']],
      },
    })
    expect(
      await inOrder(['admin', 'аdmin'], async (name) => (await findUser(after, name))?.username),
    ).toEqual(['admin', 'аdmin'])
    expect((await findHousehold(after, 1, cyrillic))?.door).toBe(cyrillic)
  })
})
