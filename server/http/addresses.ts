/** Under which addresses other machines reach this server. */
import { networkInterfaces } from 'node:os'
import type { Environment } from '../environment.ts'

/**
 * Origins on the local network, without a slash at the end; none where the
 * server listens on this machine alone.
 *
 * @param port the one that it listens on
 */
export function lanOrigins({ host, tls }: Pick<Environment, 'host' | 'tls'>, port: number): string[] {
  if (!isEverywhere(host)) return []
  const scheme = tls ? 'https' : 'http'
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `${scheme}://${address}:${port}`)
}

/** Whether a server with this host listens on every address of its machine. */
export function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}
