import { describe, expect, it } from 'vitest'
import { Appender } from '../../../db/ledger/appender.ts'
import { testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

describe('a posting', () => {
  it.each(['text', 'note', 'recorder'] as const)(
    'whose %s the database would give back as another text is not written',
    (field) => {
      const village = new TestVillage(store)
      const { village_id: _village, seq: _seq, hash: _hash, ...posting } = village.enter('duty')
      const write = () =>
        store.write(() => {
          const appender = new Appender(store, village.id)
          appender.append({ ...posting, id: `again ${field}`, [field]: 'x\ud800y' })
          appender.finish()
        })
      expect(write).toThrow('posting 2 is not stored as it was hashed')
      expect(village.postings()).toHaveLength(1)
      expect(village.faults()).toEqual([])
    },
  )
})
