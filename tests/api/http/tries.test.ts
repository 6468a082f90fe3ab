/** Limits on tries: how much they remember, and what a flood of strangers can do to them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressKey } from '../../../server/http/callerAddress.ts'
import { BoundedMemory, mostKeys } from '../../../server/http/limits/boundedMemory.ts'

const limiter = (points: number, most?: number) => new BoundedMemory({ points, duration: 600 }, most)
const tried = async (memory: BoundedMemory, key: string) => (await memory.get(key))?.consumedPoints ?? 0
async function fail(memory: BoundedMemory, key: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await memory.consume(key).catch(() => {})
}

describe('a limiter in memory', () => {
  it('never remembers more keys than it may', async () => {
    const memory = limiter(10)
    for (let key = 0; key < mostKeys + 500; key += 1) await memory.consume(`key ${key}`)
    expect(memory.size).toBe(mostKeys)
    expect(memory.dump().storage).toHaveLength(mostKeys)
  })

  it('keeps a key that has used up its tries, however many others come', async () => {
    const memory = limiter(3, 50)
    await fail(memory, 'guessed at', 3)
    for (let key = 0; key < 500; key += 1) await memory.consume(`key ${key}`)
    await expect(memory.consume('guessed at')).rejects.toMatchObject({ remainingPoints: 0 })
  })

  it('lets an honest try pass while it is full of keys that have used up theirs', async () => {
    const memory = limiter(2, 20)
    for (let key = 0; key < 20; key += 1) await fail(memory, `key ${key}`, 3)
    await expect(memory.consume('honest')).resolves.toMatchObject({ consumedPoints: 1 })
    await memory.reward('honest')
    await expect(memory.consume('honest')).resolves.toMatchObject({ consumedPoints: 1 })
  })

  it('forgets a key whose tries were all taken back', async () => {
    const memory = limiter(3)
    await memory.consume('honest')
    await memory.reward('honest')
    expect([memory.size, memory.dump().storage]).toEqual([0, []])
  })

  it('gives nobody more tries than were made elsewhere', async () => {
    const most = 8
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 300 }), async (keys) => {
        const memory = limiter(5, most)
        const passed = new Map<number, number>()
        for (const key of keys)
          await memory.consume(String(key)).then(
            () => passed.set(key, (passed.get(key) ?? 0) + 1),
            () => {},
          )
        expect(memory.size).toBeLessThanOrEqual(most)
        expect(memory.dump().storage).toHaveLength(memory.size)
        // What is remembered is exactly what the index says, key by key.
        for (const { key, value } of memory.dump().storage)
          expect(await tried(memory, String(key))).toBe(value)
        const all = [...passed.values()].reduce((sum, count) => sum + count, 0)
        for (const count of passed.values()) expect(count).toBeLessThanOrEqual(5 + (all - count))
      }),
      { numRuns: 50 },
    )
  })
})

describe('the key of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2::1', '2001:db8:1::'],
    ['2001:db8:1:ff:ffff:ffff:ffff:ffff', '2001:db8:1::'],
    ['2001:db8:1:100::1', '2001:db8:1:100::'],
    ['x'.repeat(1_000_000), 'unknown'],
    [undefined, 'unknown'],
  ])('of %.40s is %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})
