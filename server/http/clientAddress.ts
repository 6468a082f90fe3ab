/** Who sent a request that did not pass Express, by the same rule: a proxy on this machine is believed. */
import { type IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** The IP address of a request's client. */
export function clientAddress({ socket, headers }: IncomingMessage): string {
  const remote = plain(socket.remoteAddress ?? '')
  if (!isLoopbackAddress(remote)) return remote
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((text) => plain(text.trim()))
  return forwarded.filter((text) => isIP(text) !== 0 && !isLoopbackAddress(text)).pop() ?? remote
}

export function isLoopbackAddress(ip: string): boolean {
  return ip === '::1' || ip.startsWith('127.')
}

/** IPv4 addresses as they are written, also where they came over IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:/, '')
}
