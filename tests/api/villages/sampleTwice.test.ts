/** The sample village, asked for where it is. */
import { expect, it } from 'vitest'
import { signedIn, startTestServer } from '../../support/server.ts'

it('is installed once, and refused with a sentence afterwards', async () => {
  const server = await startTestServer()
  try {
    const admin = await signedIn(server, 'admin', null)
    expect((await admin.post('/api/sample', {})).status).toBe(201)
    const again = await admin.post('/api/sample', {})
    expect(again.status).toBe(409)
  } finally {
    await server.close()
  }
})
