import { describe, expect, it } from 'vitest'
import { Appender } from '../../../db/ledger/appender.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

describe('a posting', () => {
  it.each(['text', 'note', 'recorder'] as const)(
    'whose %s the database would give back as another text is not written',
    async (field) => {
      const village = await TestVillage.create(store)
      const { village_id: _village, seq: _seq, hash: _hash, ...posting } = await village.enter('duty')
      const write = async () =>
        store.write(village.id, async (store) => {
          const appender = await Appender.open(store, village.id)
          await appender.append({ ...posting, id: `again ${field}`, [field]: 'x\ud800y' })
          await appender.finish()
        })
      await expect(write()).rejects.toThrow('posting 2 is not stored as it was hashed')
      expect(await village.postings()).toHaveLength(1)
      expect(await village.faults()).toEqual([])
    },
  )
})
