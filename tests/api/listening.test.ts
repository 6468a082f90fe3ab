import { expect, it, onTestFinished } from 'vitest'
import { startTestServer } from '../server.ts'

it('a port that is in use stops the start with a sentence that names PORT', async () => {
  const server = await startTestServer()
  onTestFinished(() => server.close())
  const port = Number(new URL(server.url).port)
  await expect(startTestServer({ environment: { port } })).rejects.toThrow(
    /^PORT: \d+ is in use by another program/,
  )
})

it('a host that is not ours stops the start with a sentence that names HOST', async () => {
  await expect(startTestServer({ environment: { host: '203.0.113.1' } })).rejects.toThrow(
    /^HOST: "203.0.113.1" is no address of this machine/,
  )
})

it.each([
  ['/nowhere/cert.pem', /^TLS_CERT: the file .* cannot be read/],
  ['package.json', /^TLS_KEY: is not the key of TLS_CERT/],
])('TLS files that do not work stop the start with a sentence: %s', async (file, says) => {
  const tls = { cert: file, key: 'package.json' }
  await expect(startTestServer({ environment: { tls } })).rejects.toThrow(says)
})
