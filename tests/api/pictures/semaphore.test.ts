/** Room for what comes in: never more inside than there is room for, whoever comes and goes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Semaphore } from '../../../server/http/limits/semaphore.ts'

/** Lets everything that can happen now happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('a room', () => {
  it('lets work in in its order, never more than there is room for, and all of it in the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), givesUp: fc.boolean() }), {
          maxLength: 30,
        }),
        async (works) => {
          const room = new Semaphore(5)
          const entered: number[] = []
          const outs: (() => void)[] = []
          let inside = 0
          const all = works.map(async ({ size, givesUp }, index) => {
            const gone = new AbortController()
            const way = room.acquire(size, gone.signal)
            if (givesUp) gone.abort(new Error('gone'))
            const leave = await way.catch(() => null)
            if (!leave) return
            entered.push(index)
            inside += size
            expect(inside).toBeLessThanOrEqual(5)
            outs.push(() => {
              inside -= size
              leave()
              leave()
            })
          })
          for (let turn = 0; turn <= works.length; turn += 1) {
            await settle()
            outs.shift()?.()
          }
          await Promise.all(all)
          expect(entered).toEqual([...entered].sort((a, b) => a - b))
          const staying = works.flatMap(({ givesUp }, index) => (givesUp ? [] : [index]))
          expect(entered).toEqual(expect.arrayContaining(staying))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('is not entered by who has gone before', async () => {
    await expect(new Semaphore(1).acquire(1, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
  })
})

describe('a share of a room', () => {
  it('keeps its holder waiting, and nobody else', async () => {
    const room = new Semaphore(10)
    const entered: string[] = []
    const enter = async (name: string) => {
      const leave = await room.acquire(3, undefined, [{ name, most: 6 }])
      entered.push(name)
      return leave
    }
    const [first] = [enter('greedy'), enter('greedy'), enter('greedy'), enter('other')]
    await settle()
    expect(entered).toEqual(['greedy', 'greedy', 'other'])
    ;(await first)?.()
    await settle()
    expect(entered).toEqual(['greedy', 'greedy', 'other', 'greedy'])
  })

  it('is free again after a wait that was aborted', async () => {
    const room = new Semaphore(10)
    const holders = [{ name: 'one', most: 4 }]
    const leave = await room.acquire(4, undefined, holders)
    const gone = new AbortController()
    const waits = room.acquire(4, gone.signal, holders)
    gone.abort(new Error('gone'))
    await expect(waits).rejects.toThrow('gone')
    leave()
    await expect(room.acquire(4, undefined, holders)).resolves.toBeTypeOf('function')
  })
})
