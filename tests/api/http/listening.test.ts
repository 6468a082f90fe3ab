import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { cannotListen } from '../../../server/http/listen.ts'
import { startTestServer } from '../../support/server.ts'

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

/** Of localhost; its key was thrown away. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUVpzxnuiGUmbyEh1KjyQhGi1N6YwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODE0NDUzMVoYDzIxMjYxMTA0
MTQ0NTMxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARTma1QumhF7J6YD9/EO4x8zQvZoLdu0sTKx3sMF2kvZd64gDpk4KYL
dnL71rbsIyvC3jMYHMed17Be1N5ZMy0/o1MwUTAdBgNVHQ4EFgQU5gsyV5EF84Mc
VSEitsX6fPJF2b8wHwYDVR0jBBgwFoAU5gsyV5EF84McVSEitsX6fPJF2b8wDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAr/k8VY7LYhNa0oCiRuyF
Y6F9UQphH6zMZc7fvPFddZECIQDirt4iu8ENkQNVLcw2yZMF7tgdQgGTdQuh+qh6
KFJ0wQ==
-----END CERTIFICATE-----
`

it('a sound TLS key of another certificate stops the start with a sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  writeFileSync(tls.cert, certificate)
  writeFileSync(tls.key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await expect(startTestServer({ environment: { tls } })).rejects.toThrow(
    /^TLS_KEY: is not the key of TLS_CERT.*mismatch/,
  )
})

it.each([
  ['EACCES', /^PORT: 80 may not be used by this account. Choose a port above 1023/],
  ['ENOTFOUND', /^HOST: "hall" is not known/],
  ['EADDRNOTAVAIL', /^HOST: "hall" is no address of this machine/],
])('%s is told in a sentence that names the variable', (code, says) => {
  expect(cannotListen(Object.assign(new Error(code), { code }), 80, 'hall').message).toMatch(says)
})
