/** The server's own address: TLS, port and host, and how other machines reach it. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type Environment, WrongSetting } from '../environment.ts'
import { isEverywhere, lanOrigins } from './addresses.ts'
import { limitConnections, requestLimits } from './connections.ts'
import { trustProxies } from './trustedProxies.ts'

/** A server over TLS where the environment has a certificate. @throws WrongSetting for files that are none */
export function createListener({ tls, trustedProxies }: Environment): Server {
  const server = tls ? createTlsServer(tls) : createServer(requestLimits)
  limitConnections(server, trustProxies(trustedProxies))
  return server
}

function createTlsServer(tls: NonNullable<Environment['tls']>): Server {
  const cert = readSetting('TLS_CERT', tls.cert)
  const key = readSetting('TLS_KEY', tls.key)
  try {
    return createSecureServer({ ...requestLimits, cert, key })
  } catch (error) {
    throw new WrongSetting('TLS_KEY', 'setting-tls', { detail: (error as Error).message })
  }
}

function readSetting(variable: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? ''
    throw new WrongSetting(variable, 'setting-unreadable', { file, detail })
  }
}

/**
 * Connections that wait to be accepted: after a restart all screens of a county come in the same moment. Whoever does
 * not fit, a clerk among them, is tried again by the client's system after 3 s. The system may allow fewer.
 */
const backlog = 4_096

/** @throws WrongSetting when the address cannot be listened on */
export async function listen(server: Server, { port, host }: Environment): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)))
    server.listen({ port, host, backlog }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** What to do when the address cannot be listened on; other errors as they are. */
export function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const found = causes[error.code ?? '']
  return found ? new WrongSetting(found.variable, found.says, { port, host }) : error
}

const causes: Record<string, { variable: string; says: string }> = {
  EADDRINUSE: { variable: 'PORT', says: 'setting-port-busy' },
  EACCES: { variable: 'PORT', says: 'setting-port-forbidden' },
  EADDRNOTAVAIL: { variable: 'HOST', says: 'setting-host-foreign' },
  ENOTFOUND: { variable: 'HOST', says: 'setting-host-unknown' },
}

/** Where a listening server is reached, without a slash at the end. */
export function urlsOf(server: Server, environment: Environment): { url: string; lanUrls: string[] } {
  const { port } = server.address() as AddressInfo
  const { host, tls } = environment
  const local = isEverywhere(host) ? 'localhost' : host
  return {
    url: `${tls ? 'https' : 'http'}://${local}:${port}`,
    lanUrls: lanOrigins(environment, port),
  }
}
