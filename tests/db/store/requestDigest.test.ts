import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createHousehold } from '../../../db/households/changeHouseholds.ts'
import { Appender } from '../../../db/ledger/appender.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { mustBeSameRequest } from '../../../db/store/requests/idempotency.ts'
import { requestDigest } from '../../../db/store/requests/requestDigest.ts'
import { refusalOf, testStore, TestVillage } from '../../support/db/village.ts'

const store = await testStore()

/** The digest that an earlier build stored: of the texts as they were sent. */
function earlierDigest(content: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

describe('a request that an earlier build carried out', () => {
  it.each([
    ['as it is', '值守'],
    ['decomposed', 'cafe\u0301 한국'.normalize('NFD')],
    ['partly decomposed', 'é e\u0301 é'],
    ['with a compatibility ideograph', '﨎郎\uf92c'],
    ['with line breaks of Windows', '一\r\n二'],
  ])('is the same when it comes again, its text %s', async (_, sent) => {
    const now = sent.replaceAll('\r\n', '\n').normalize('NFC')
    const stored = earlierDigest(['score', '1001', sent])
    expect(() => mustBeSameRequest(stored, requestDigest(['score', '1001', now]))).not.toThrow()
    const other = async () => mustBeSameRequest(stored, requestDigest(['score', '1002', now]))
    expect((await refusalOf(other)).code).toBe('id-used-before')
  })

  it('gives its posting again', async () => {
    const village = await TestVillage.create(store)
    const { seq: _seq, hash: _hash, village_id: _village, ...posting } = await village.enter('duty')
    const request = village.request('duty', { note: 'é值守' })
    const sent = [posting.text, '1001', request.rule, null, null, request.occurredOn, 'e\u0301值守']
    await store.write(village.id, async (store) => {
      const appender = await Appender.open(store, village.id)
      await appender.append({
        ...posting,
        id: request.id,
        note: 'e\u0301值守',
        request: earlierDigest(['score', ...sent.slice(1)]),
      })
      await appender.finish()
    })
    expect(await village.write(request)).toMatchObject({ seqs: [2], fresh: false })
    expect((await refusalOf(async () => village.write({ ...request, note: '别的' }))).code).toBe(
      'id-used-before',
    )
  })

  it('gives its reversal again', async () => {
    const village = await TestVillage.create(store)
    const { id } = await village.enter('duty')
    const reversal = { id: 'r1', reason: 'é' }
    const { seq: _seq, hash: _hash, village_id: _village, ...posting } = await village.reverse({ id }, 'é')
    const other = await TestVillage.create(store)
    const original = await other.enter('duty')
    await store.write(village.id, async (store) => {
      const appender = await Appender.open(store, other.id)
      const { household_id, season_id, rule_version_id, dimension_id } = original
      const places = { household_id, season_id, rule_version_id, dimension_id }
      const request = earlierDigest(['reversal', original.id, 'e\u0301'])
      await appender.append({ ...posting, ...places, id: 'r1', note: 'e\u0301', request }, 'award')
      await appender.finish()
    })
    expect(await reversePosting(store, other.scope, original.id, reversal)).toEqual({
      seqs: [2],
      fresh: false,
    })
  })

  it('gives what it made beside the ledger again', async () => {
    const village = await TestVillage.create(store)
    const details = { head: 'é', group: '1组' }
    await createHousehold(store, village.scope, 'h1', '2001', details)
    const digest = earlierDigest(['household', { id: 'h1', door: '2001', head: 'e\u0301', group: '1组' }])
    await store.write(village.id, async (store) =>
      store.run('UPDATE requests SET digest = ? WHERE village_id = ?', digest, village.id),
    )
    expect((await createHousehold(store, village.scope, 'h1', '2001', details)).fresh).toBe(false)
  })
})
