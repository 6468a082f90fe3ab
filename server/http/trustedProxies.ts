/** Which proxies are believed about where a request comes from. */
import proxyAddress from 'proxy-addr'

/** Whether an address is a proxy's that is believed. */
export type TrustsProxy = (address: string) => boolean

/**
 * Trusts proxies on this machine and those listed.
 *
 * @param proxies addresses, networks such as 10.0.0.0/8, or the names that Express knows, such as uniquelocal
 * @throws TypeError for text that is none of them
 */
export function trustProxies(proxies: readonly string[]): TrustsProxy {
  const trusts = proxyAddress.compile(['loopback', ...proxies])
  return (address) => trusts(address, 0)
}
