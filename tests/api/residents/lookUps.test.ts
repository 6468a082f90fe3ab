/** Looking households up is limited by address, so that nobody copies a village door by door. */
import { expect, it, onTestFinished } from 'vitest'
import { Caller, makeVillage, startTestServer } from '../../support/server.ts'

it('is refused after 600 in ten minutes, with the time to wait, whatever the doors', async () => {
  const server = await startTestServer()
  onTestFinished(() => server.close())
  await makeVillage(server, 'one', 2)
  const phone = new Caller(server.url)
  const look = (door: string) => phone.get(`/api/villages/one/board/${door}`)
  for (let turn = 0; turn < 60; turn += 1)
    await Promise.all(Array.from({ length: 10 }, async (_, index) => look(index % 2 ? '1001' : '9999')))
  const { status, headers, body } = await look('1001')
  expect(status).toBe(429)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect((body as { code: string }).code).toBe('too-many')
  // The wall's own board is not refused.
  expect((await phone.get('/api/villages/one/board')).status).toBe(200)
})
