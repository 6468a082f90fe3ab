/** What strangers leave behind in the server's memory, however much they send. */
import { request } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeVillage, startTestServer, type TestServer } from '../../support/server.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** What the heap and the buffers may have grown by after the flood, MB. */
const bound = 40

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
})
afterAll(() => server.close())

interface Sent {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Sends on a connection of its own; a server that hangs up on it is as good as an answer. */
function send({ method, path, headers, body }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(
      `${server.url}${path}`,
      { method, agent: false, headers: { ...headers } },
      (answer) => {
        answer.resume()
        answer.on('close', () => resolve(answer.statusCode ?? 0))
      },
    )
    sent.on('error', () => resolve(0))
    sent.end(body)
  })
}

async function flood(count: number, make: (number: number) => Sent): Promise<Set<number>> {
  const statuses = new Set<number>()
  for (let from = 0; from < count; from += 20)
    for (const status of await Promise.all(
      Array.from({ length: Math.min(20, count - from) }, (_, index) => send(make(from + index))),
    ))
      statuses.add(status)
  return statuses
}

const json = { 'content-type': 'application/json' }
const address = (number: number) => ({
  'x-forwarded-for': `2001:db8:${(number >> 8).toString(16)}:${((number & 255) << 8).toString(16)}::1`,
})
const signIn = (number: number, username: string): Sent => ({
  method: 'POST',
  path: '/api/session',
  headers: { ...json, ...address(number) },
  body: JSON.stringify({ username, password: 'x' }),
})

function memoryMegabytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

it(
  'is bounded: names of 1 MB, new addresses, made-up cookies, long headers, unknown pages',
  { timeout: 180_000 },
  async () => {
    const everything = async (count: number, big: number) => [
      await flood(big, (number) => signIn(number, `${number} ${'x'.repeat(900_000)}`)),
      await flood(big, (number) => signIn(number, `name ${number} ${'x'.repeat(40)}`)),
      await flood(count, (number) => ({
        method: 'POST',
        path: '/api/setup',
        headers: {
          ...json,
          ...address(number),
          cookie: `yiping_session=${String(number).padStart(99, 'x')}`,
        },
        body: JSON.stringify({ code: 'AAAA', username: 'chief', displayName: 'x', password: 'long enough' }),
      })),
      await flood(count, (number) => ({
        method: number % 2 ? 'GET' : 'PROPFIND',
        path: `/no/${number}/${'x'.repeat(4_000)}`,
        headers: { cookie: 'x'.repeat(8_000), 'accept-language': `${number}${'x'.repeat(1_000)}` },
      })),
      await flood(count, (number) => ({ method: 'GET', path: `/api/villages/made-up-${number}/board` })),
      await flood(count, (number) => ({ method: 'GET', path: `/api/doors/${number}${'x'.repeat(200)}` })),
    ]
    await everything(40, 20)
    const before = memoryMegabytes()
    const statuses = await everything(400, 120)
    expect(memoryMegabytes() - before).toBeLessThan(bound)
    for (const status of statuses.flatMap((one) => [...one])) expect(status).toBeLessThan(500)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics.length).toBeLessThan(100_000)
  },
)
