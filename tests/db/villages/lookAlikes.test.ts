import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHousehold } from '../../../db/households/changeHouseholds.ts'
import { findHousehold } from '../../../db/households/households.ts'
import { moveHousehold } from '../../../db/households/moveHousehold.ts'
import { verifyVillage } from '../../../db/ledger/verify.ts'
import { createUser, findUser } from '../../../db/people/users.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import { migrations } from '../../../db/store/migrations/index.ts'
import { databaseName, openStore } from '../../../db/store/sqlite/open.ts'
import { splitHousehold } from '../../../db/transfers/transfers.ts'
import { mustFindVillage } from '../../../db/villages/villages.ts'
import { household, refusalOf, temporaryFolder, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()
const latin = 'A12'
const cyrillic = 'А12'
const details = { head: '示范', group: '1组' }

function person(username: string) {
  return { username, displayName: '示范', passwordHash: 'argon2', roles: [] }
}

describe('a door that looks like another', () => {
  const alike = { kind: 'conflict', code: 'door-alike', params: { door: cyrillic, other: latin } }
  const village = () => new TestVillage(store, { households: [household(latin), household('1001')] })

  it.each<[string, (village: TestVillage) => unknown]>([
    ['registered', ({ scope }) => createHousehold(store, scope, 'h1', cyrillic, details)],
    [
      'moved to',
      ({ scope }) => moveHousehold(store, scope, '1001', { id: 'm1', door: cyrillic, group: '1组' }),
    ],
    [
      'split off to',
      ({ scope }) =>
        splitHousehold(store, scope, '1001', {
          id: 's1',
          door: cyrillic,
          ...details,
          share: { percent: 50 },
        }),
    ],
    [
      'imported',
      ({ scope }) => importRecords(store, scope, { households: [household(cyrillic)], rules: [], lines: [] }),
    ],
  ])('is not %s', (_, attempt) => {
    const one = village()
    expect(refusalOf(() => attempt(one))).toMatchObject(alike)
  })

  it('may take the place of its own household', () => {
    const { scope } = new TestVillage(store, { households: [household(cyrillic)] })
    expect(moveHousehold(store, scope, cyrillic, { id: 'm1', door: latin, group: '1组' }).door).toBe(latin)
  })

  it('is free once the other has moved away', () => {
    const { scope } = village()
    moveHousehold(store, scope, latin, { id: 'm1', door: '77', group: '1组' })
    expect(createHousehold(store, scope, 'h1', cyrillic, details).household.door).toBe(cyrillic)
  })

  it('is found as before, full width or small', () => {
    expect(findHousehold(store, village().id, ' ａ１２号')?.door).toBe(latin)
  })
})

describe('a user name that looks like another', () => {
  it('is refused with the other in the sentence', () => {
    createUser(store, null, person('admin'))
    const refused = refusalOf(() => createUser(store, null, person('аdmin')))
    expect(refused).toMatchObject({
      kind: 'conflict',
      code: 'user-alike',
      params: { name: 'аdmin', other: 'admin' },
    })
    expect(refusalOf(() => createUser(store, null, person('ａｄｍｉｎ'))).code).toBe('user-alike')
  })
})

describe('look-alikes of an earlier build', () => {
  it('stay, are found by their exact names, and are listed', async () => {
    const folder = temporaryFolder()
    const before = await openStore(folder)
    const village = new TestVillage(before, {
      slug: 'jinwei',
      households: [household(latin), household('x')],
    })
    const roles = [{ role: 'clerk' as const, village: village.id }]
    for (const name of ['admin', 'other']) createUser(before, null, { ...person(name), roles })
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
    expect(verifyVillage(after, mustFindVillage(after, 'jinwei'))).toMatchObject({
      holds: true,
      lookAlikes: {
        doors: [[latin, 'А (U+0410)12']],
        userNames: [['admin', 'а (U+0430)dmin']],
      },
    })
    expect(['admin', 'аdmin'].map((name) => findUser(after, name)?.username)).toEqual(['admin', 'аdmin'])
    expect(findHousehold(after, 1, cyrillic)?.door).toBe(cyrillic)
  })
})
