/** Whose word is taken for where a request comes from. */
import type { IncomingMessage } from 'node:http'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../../../server/environment.ts'
import { clientAddress } from '../../../server/http/callerAddress.ts'
import { trustProxies } from '../../../server/http/trustedProxies.ts'

const caller = '203.0.113.7'

describe.each([
  ['a proxy on this machine', '', '127.0.0.1', caller, caller],
  ['a proxy that is not listed', '', '172.18.0.4', caller, '172.18.0.4'],
  ['a proxy of a listed network', 'uniquelocal', '172.18.0.4', caller, caller],
  ['a listed proxy over IPv6', '10.0.0.5', '::ffff:10.0.0.5', caller, caller],
  ['two listed proxies', '10.0.0.0/8', '10.0.0.5', `${caller}, 10.0.0.6`, caller],
  ['a caller who claims an address', '10.0.0.5', '10.0.0.5', `198.51.100.1, ${caller}`, caller],
])('%s', (_, listed, remote, forwarded, expected) => {
  const trusts = trustProxies(readEnvironment({ TRUSTED_PROXIES: listed }).trustedProxies)

  it('is understood by sockets', () => {
    const request = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: remote } }
    expect(clientAddress(request as unknown as IncomingMessage, trusts)).toBe(expected)
  })

  it('is understood by HTTP', () => {
    const app = express().set('trust proxy', trusts)
    const request = Object.create(app.request) as express.Request
    Object.assign(request, {
      app,
      headers: { 'x-forwarded-for': forwarded },
      socket: { remoteAddress: remote },
    })
    expect(request.ip).toBe(expected)
  })
})

it('refuses what is no list of addresses, with a sentence', () => {
  for (const wrong of ['proxy.example', '10.0.0.0/99', '10.0.0.5;10.0.0.6'])
    expect(() => readEnvironment({ TRUSTED_PROXIES: wrong })).toThrow(/^TRUSTED_PROXIES.*10\.0\.0\.0\/8/)
})
