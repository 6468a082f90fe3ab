import { expect, it } from 'vitest'
import { fuzzHttp } from './http/fuzzHttp.ts'
import { fuzzSocket } from './socket/fuzzSocket.ts'

const seed = 7

it('answers whatever is sent to any operation without a 5xx, and the ledgers verify afterwards', async () => {
  const { faults } = await fuzzHttp(640, seed, false)
  expect(faults).toEqual([])
}, 300_000)

it('takes whatever is sent to the live sockets, and serves an honest wall meanwhile', async () => {
  const { faults } = await fuzzSocket(1_200, seed, false)
  expect(faults).toEqual([])
}, 300_000)
