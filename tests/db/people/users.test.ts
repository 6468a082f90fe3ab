import { describe, expect, it } from 'vitest'
import {
  changePasswordHash,
  createFirstAdministrator,
  createUser,
  findUser,
  hasAdministrator,
  membershipsOf,
} from '../../../db/people/users.ts'
import { newDatabase } from '../../support/db/engine.ts'
import { valueOf } from '../../support/db/values.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

function person(username: string) {
  return { username, displayName: username, passwordHash: 'argon2' }
}

describe('the first administrator', () => {
  it('is one of two who try at the same moment', async () => {
    const fresh = await (await newDatabase()).open()
    const attempts = await Promise.allSettled(
      ['first', 'second'].map(async (name) => createFirstAdministrator(fresh, person(name))),
    )
    const users = await valueOf(fresh, 'SELECT count(*) FROM users')
    fresh.close()
    expect(attempts.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(users).toBe(1)
  })

  it('administers all villages, and after that nobody can be first', async () => {
    const fresh = await (await newDatabase()).open()
    const { id } = await createFirstAdministrator(fresh, person('secretary'))
    const { code } = await refusalOf(async () => createFirstAdministrator(fresh, person('intruder')))
    const roles = await membershipsOf(fresh, id)
    fresh.close()
    expect([code, roles]).toEqual(['setup-done', [{ role: 'admin', village: null }]])
  })

  it('is still wanted when one village alone has an administrator', async () => {
    const village = await TestVillage.create(store)
    await createUser(store, null, { ...person('local'), roles: [{ role: 'admin', village: village.id }] })
    expect(await hasAdministrator(store)).toBe(false)
  })
})

describe('a member of staff', () => {
  it('is found by name in capitals or not', async () => {
    const { id } = await createUser(store, null, { ...person('Xiaoli'), roles: [] })
    expect((await findUser(store, 'xiaoli'))?.id).toBe(id)
  })

  it('cannot have the name of another, in capitals or not', async () => {
    await createUser(store, null, { ...person('wang'), roles: [] })
    const again = async () => createUser(store, null, { ...person('WANG'), roles: [] })
    expect(await refusalOf(again)).toMatchObject({ kind: 'conflict', code: 'user-exists' })
  })

  it('holds roles in one village or in all', async () => {
    const village = await TestVillage.create(store)
    const roles = [
      { role: 'clerk', village: village.id },
      { role: 'viewer', village: null },
    ] as const
    const { id } = await createUser(store, null, { ...person('zhao'), roles: [...roles] })
    expect(await membershipsOf(store, id)).toEqual(expect.arrayContaining([...roles]))
  })

  it('is not made at all when a role names no village', async () => {
    const roles = [{ role: 'clerk', village: 987_654 } as const]
    await expect(async () => createUser(store, null, { ...person('nobody'), roles })).rejects.toThrow(
      /foreign key/i,
    )
    expect(await findUser(store, 'nobody')).toBeUndefined()
  })

  it('can have a new password, of which the record keeps nothing', async () => {
    const { id } = await createUser(store, null, { ...person('qian'), roles: [] })
    await changePasswordHash(store, id, 'another-hash')
    expect((await findUser(store, 'qian'))?.passwordHash).toBe('another-hash')
    expect(JSON.stringify(await store.all('SELECT * FROM audit'))).not.toContain('another-hash')
  })
})
