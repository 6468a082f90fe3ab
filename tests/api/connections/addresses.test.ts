/** Addresses that webhooks may not reach, by whatever way they are written or found. */
import type { LookupAddress } from 'node:dns'
import { expect, it, onTestFinished } from 'vitest'
import { mayReach } from '../../../server/webhooks/addresses.ts'
import { send } from '../../../server/webhooks/send.ts'
import { startReceiver } from '../../support/api/receiver.ts'

it.each([
  ['8.8.8.8', true, true],
  ['2400:3200::1', true, true],
  ['127.0.0.1', false, true],
  ['10.1.2.3', false, true],
  ['172.31.0.1', false, true],
  ['172.32.0.1', true, true],
  ['192.168.1.1', false, true],
  ['100.100.0.1', false, true],
  ['::1', false, true],
  ['fd00::1', false, true],
  ['::ffff:127.0.0.1', false, true],
  ['::ffff:7f00:1', false, true],
  ['::ffff:8.8.8.8', true, true],
  ['0.0.0.0', false, false],
  ['169.254.169.254', false, false],
  ['::ffff:169.254.169.254', false, false],
  ['224.0.0.1', false, false],
  ['255.255.255.255', false, false],
  ['::', false, false],
  ['fe80::1', false, false],
  ['ff02::1', false, false],
  ['64:ff9b::7f00:1', false, false],
  ['2002:7f00:1::', false, false],
  ['2001:db8::1', false, false],
  ['not an address', false, false],
])('%s: %s for all, %s where its host is approved', (address, usually, approved) => {
  expect([mayReach(address, false), mayReach(address, true)]).toEqual([usually, approved])
})

const sent = (url: string, approvedHost: string | null = null) => ({
  url,
  approvedHost,
  secret: 'whsec_AAAA',
  delivery: '0d9a2f6c-5a0e-4d55-8a5e-6a2f3f1c7b10',
  body: '{"items":[]}',
})
const never = new AbortController().signal
const found =
  (...addresses: string[]) =>
  (_name: string, _options: object, then: (error: null, found: LookupAddress[]) => void) =>
    then(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )

it('a name that stands for this machine reaches nobody, alone or among others', async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const url = receiver.url.replace('http://127.0.0.1', 'https://hook.platform.example')
  for (const addresses of [
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['203.0.113.9'],
    ['8.8.8.8', '127.0.0.1'],
  ])
    expect(await send(sent(url), never, found(...addresses))).toEqual({
      fault: 'private-address',
      status: null,
    })
  expect(receiver.received).toEqual([])
})

it('an approved host is approved with its port, by its name, for this machine and its network', async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const { host } = new URL(receiver.url)
  expect(await send(sent(receiver.url, host), never)).toEqual({ fault: null, status: 204 })
  const named = receiver.url.replace('127.0.0.1', 'platform.lan')
  const other = { fault: 'private-address', status: null }
  expect(await send(sent(named, new URL(named).host), never, found('127.0.0.1'))).toMatchObject({
    status: 204,
  })
  expect(await send(sent(named, 'platform.lan'), never, found('127.0.0.1'))).toEqual(other)
  expect(await send(sent(named, new URL(named).host), never, found('169.254.169.254'))).toEqual(other)
  expect(await send(sent('http://8.8.8.8/'), never)).toEqual(other)
})

it('a name that nobody knows, and a host without a certificate, are told apart', async () => {
  const receiver = await startReceiver()
  onTestFinished(() => receiver.close())
  const { host } = new URL(receiver.url)
  const secure = receiver.url.replace('http:', 'https:')
  expect(await send(sent(secure, host), never)).toMatchObject({ fault: 'certificate' })
  const missing = (_name: string, _options: object, then: (error: Error, found: LookupAddress[]) => void) =>
    then(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), [])
  expect(await send(sent('https://gone.example/'), never, missing)).toMatchObject({ fault: 'unreachable' })
})
