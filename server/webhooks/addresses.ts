/** Which addresses a webhook may reach: nothing inside the server's own network, unless an administrator approved it. */
import { BlockList, isIP, isIPv4 } from 'node:net'

/** Special-purpose ranges of IPv4 (IANA): private, shared, documentation, benchmarks, relays. */
const privateRanges = ranges([
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24'],
  ...['192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
])
/** Not even with approval: this host, link-local (where clouds keep their secrets), multicast, reserved. */
const forbiddenRanges = ranges(['0.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'])

/** Public addresses of IPv6 are in 2000::/3; what of it is tunnelled or for documents is not. */
const publicRanges6 = ranges(['2000::/3'])
const specialRanges6 = ranges(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])
/** With approval: loopback and unique local. */
const privateRanges6 = ranges(['::1/128', 'fc00::/7'])

function ranges(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits] = subnet.split('/')
    list.addSubnet(net, Number(bits), isIPv4(net) ? 'ipv4' : 'ipv6')
  }
  return list
}

/**
 * Whether a webhook may connect to an address.
 *
 * @param isApproved an administrator approved the host by its name
 */
export function mayReach(address: string, isApproved: boolean): boolean {
  const family = isIP(address)
  if (family === 0) return false
  if (family === 4) return mayReach4(address, isApproved)
  const mapped = mappedAddress(address)
  if (mapped !== null) return mayReach4(mapped, isApproved)
  if (publicRanges6.check(address, 'ipv6')) return !specialRanges6.check(address, 'ipv6')
  return isApproved && privateRanges6.check(address, 'ipv6')
}

function mayReach4(address: string, isApproved: boolean): boolean {
  if (forbiddenRanges.check(address)) return false
  return isApproved || !privateRanges.check(address)
}

/** The address of IPv4 in one of IPv6 (::ffff:127.0.0.1); null where it has none. */
function mappedAddress(address: string): string | null {
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`)
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname) ?? []
  if (high === undefined || low === undefined) return null
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}

/** The address in a URL's host; null for a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(bare) === 0 ? null : bare
}

/** Names that are of this machine or its network by their ends. */
const localNames = /(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/i

/**
 * Why an address cannot be a webhook's; null where it can. What a name stands for is looked up when it is sent.
 *
 * @param isApproved plain HTTP and private addresses are allowed for its host
 */
export function refusedUrl(
  text: string,
  isApproved: boolean,
): 'webhook-url' | 'webhook-plain' | 'webhook-private' | null {
  if (!URL.canParse(text)) return 'webhook-url'
  const url = new URL(text)
  if (!['https:', 'http:'].includes(url.protocol) || url.username || url.password || url.hash)
    return 'webhook-url'
  if (url.protocol === 'http:' && !isApproved) return 'webhook-plain'
  const literal = literalAddress(url.hostname)
  const isLocal = literal === null ? localNames.test(url.hostname) : !mayReach(literal, false)
  if (isLocal && !isApproved) return 'webhook-private'
  return literal !== null && !mayReach(literal, true) ? 'webhook-private' : null
}
