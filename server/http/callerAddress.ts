/** Where a request comes from. */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import proxyAddress from 'proxy-addr'
import type { TrustsProxy } from './trustedProxies.ts'

/** Bits of an IPv6 address that stand for one connection: providers hand out /56, and its owner picks the rest. */
const prefixBits = 56

/**
 * The key by which a caller's address is limited: an IPv4 address as it is, an
 * IPv6 address by its /56, so that changing the rest gives no new tries.
 *
 * @param address as `request.ip` or a socket's `remoteAddress` gives it
 * @returns at most 39 characters; the same for everything that is no address
 */
export function addressKey(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString()
  const bytes = parsed.toByteArray().map((byte, index) => (index < prefixBits / 8 ? byte : 0))
  return ipaddr.fromByteArray(bytes).toString()
}

/** The IP address of a request that did not pass Express, by the same rule: trusted proxies are believed. */
export function clientAddress(request: IncomingMessage, trusts: TrustsProxy): string {
  const address = plain(proxyAddress(request, trusts))
  return isIP(address) === 0 ? plain(request.socket.remoteAddress ?? '') : address
}

export function isLoopbackAddress(ip: string): boolean {
  return ip === '::1' || ip.startsWith('127.')
}

/** IPv4 addresses as they are written, also where they came over IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, '')
}
