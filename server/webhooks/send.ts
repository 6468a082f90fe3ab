/** Sends one delivery: signed, without redirects, never to an address that it may not reach. */
import { createHmac } from 'node:crypto'
import { lookup as resolve, type LookupAddress } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Outcome } from '../../db/webhooks/deliveries.ts'
import type { WebhookFault } from '../domain/connections/webhooks.ts'
import { literalAddress, mayReach } from './addresses.ts'

/** Until the answer's status is there, ms; with the search for the name. */
export const timeoutMs = 10_000

export interface Sent {
  url: string
  secret: string
  /** Host and port that an administrator approved. */
  approvedHost: string | null
  /** UUID, the same at each try. */
  delivery: string
  body: string
}

/** Finds all addresses of a name. */
export type Resolve = (
  name: string,
  options: { all: true },
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/**
 * The signature of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, in base64.
 *
 * @param secret `whsec_` and the key in base64
 * @param seconds since 1970, UTC
 */
export function signatureOf(secret: string, delivery: string, seconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${delivery}.${seconds}.${body}`).digest('base64')}`
}

class PrivateAddress extends Error {}

/**
 * Tries once.
 *
 * @param signal ends it early
 * @throws the signal's reason
 */
export async function send(
  { url: text, secret, approvedHost, delivery, body }: Sent,
  signal: AbortSignal,
  find: Resolve = resolve,
): Promise<Outcome> {
  const url = new URL(text)
  const isApproved = approvedHost === url.host
  const literal = literalAddress(url.hostname)
  if ((url.protocol !== 'https:' && !isApproved) || (literal !== null && !mayReach(literal, isApproved)))
    return { fault: 'private-address', status: null }
  const seconds = Math.floor(Date.now() / 1000)
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const status = await new Promise<number>((answered, failed) => {
      const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(
        url,
        {
          method: 'POST',
          // A connection of its own: one that is kept might be to an address that is allowed no more.
          agent: false,
          lookup: guarded(isApproved, find),
          maxHeaderSize: 16 * 1024,
          signal: AbortSignal.any([signal, deadline]),
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'yiping-webhooks',
            'webhook-id': delivery,
            'webhook-timestamp': String(seconds),
            'webhook-signature': signatureOf(secret, delivery, seconds, body),
          },
        },
        (response) => {
          // Nobody reads what the receiver says beside its status.
          response.destroy()
          answered(response.statusCode ?? 0)
        },
      )
      request.on('error', failed)
      request.end(body)
    })
    return { fault: faultOfStatus(status), status }
  } catch (error) {
    if (signal.aborted) throw error
    return { fault: deadline.aborted ? 'timeout' : faultOf(error), status: null }
  }
}

/** Looks a name up, and refuses it where one of its addresses may not be reached: what was checked is connected to. */
function guarded(isApproved: boolean, find: Resolve): LookupFunction {
  return (name, options, callback) => {
    find(name, { all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error) callback(error, [])
      else if (!first || addresses.some(({ address }) => !mayReach(address, isApproved)))
        callback(new PrivateAddress(name), [])
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function faultOfStatus(status: number): WebhookFault | null {
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400 ? 'redirect' : 'status'
}

function faultOf(error: unknown): WebhookFault {
  if (error instanceof PrivateAddress) return 'private-address'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /EPROTO|CERT|SSL|TLS|SELF_SIGNED|VERIFY|ALTNAME/.test(code) ? 'certificate' : 'unreachable'
}
