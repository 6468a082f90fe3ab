import { resolve } from 'node:path'
import { z } from 'zod'
import { username } from './contract/people/session.ts'
import type { Params } from './domain/answers/fault.ts'
import { findTextFault } from './domain/text/characters.ts'
import { trustProxies } from './http/trustedProxies.ts'
import type { Language } from './words/index.ts'
import { Stopped, terminalSentence } from './words/terminal.ts'

/** How this server is set up. */
export interface Environment {
  port: number
  host: string
  /** Absolute path of the data folder. */
  dataDir: string
  /** Of a PostgreSQL database; null: SQLite in the data folder. */
  databaseUrl: string | null
  /** Most connections of this process to the PostgreSQL server. */
  databaseConnections: number
  /** Address that QR codes carry, with its path but without a slash at the end; null: the LAN address. */
  publicUrl: string | null
  /** Proxies on other machines that are believed about where a request comes from. */
  trustedProxies: string[]
  logLevel: string
  /** Load the sample village where there is no village yet. */
  sample: boolean
  /** First administrator of an unattended start. */
  administrator: { username: string; password: string } | null
  tls: { cert: string; key: string } | null
}

/** A variable of the environment cannot be used; the sentence names it and says what it takes. */
export class WrongSetting extends Stopped {
  override readonly exitCode = 2
  readonly #variable: string

  constructor(variable: string, code: string, params: Params = {}) {
    super(code, params)
    this.message = this.#named('en', variable)
    this.#variable = variable
  }

  override sentence(language: Language): string {
    return this.#named(language, this.#variable)
  }

  #named(language: Language, variable: string): string {
    return terminalSentence(language, 'setting', { variable, says: super.sentence(language) })
  }
}

/** First parts of addresses that mean something themselves and cannot begin the path of PUBLIC_URL. */
const ownPaths = new Set('admin api assets d display doorstep healthz metrics readyz socket.io'.split(' '))

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * Reads the settings.
 *
 * @throws WrongSetting for the first variable that cannot be used
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  for (const variable of textVariables) refuseOddText(variable, env[variable] ?? '')
  return {
    port: port(env.PORT ?? '8080'),
    host: env.HOST ?? '0.0.0.0',
    ...databasePlace(env),
    publicUrl: publicUrl(env.PUBLIC_URL),
    trustedProxies: trustedProxies(env.TRUSTED_PROXIES ?? ''),
    logLevel: oneOf('LOG_LEVEL', env.LOG_LEVEL ?? 'info', logLevels),
    sample: oneOf('SAMPLE', env.SAMPLE ?? 'auto', ['auto', 'none']) === 'auto',
    administrator: administrator(env.ADMIN_USERNAME, env.ADMIN_PASSWORD),
    tls: tls(env.TLS_CERT, env.TLS_KEY),
  }
}

/** One waits for others in the same village; reads go on beside it. */
const leastConnections = 2
const mostConnections = 1_000

/** All but the password, which is judged where the first administrator is made. */
const textVariables =
  'PORT HOST DATA_DIR DATABASE_URL PUBLIC_URL TRUSTED_PROXIES LOG_LEVEL SAMPLE ADMIN_USERNAME TLS_CERT TLS_KEY'.split(
    ' ',
  )

/** All variables that a server reads. */
export const settingNames: readonly string[] = [...textVariables, 'DATABASE_CONNECTIONS', 'ADMIN_PASSWORD']

/** Node puts U+FFFD in the place of bytes that are no UTF-8. */
function refuseOddText(variable: string, text: string): void {
  if (text.includes('\ufffd') || findTextFault(text)) throw new WrongSetting(variable, 'setting-odd-text')
}

/** Where the data lies, for commands that need nothing else. */
export function databasePlace(
  env: NodeJS.ProcessEnv,
): Pick<Environment, 'dataDir' | 'databaseUrl' | 'databaseConnections'> {
  return {
    dataDir: resolve(env.DATA_DIR || './data'),
    databaseUrl: databaseUrl(env.DATABASE_URL),
    databaseConnections: connections(env.DATABASE_CONNECTIONS ?? '10'),
  }
}

function databaseUrl(text: string | undefined): string | null {
  if (!text) return null
  const url = z.url({ protocol: /^postgres(ql)?$/ }).safeParse(text)
  if (!url.success || new URL(text).pathname.length < 2)
    throw new WrongSetting('DATABASE_URL', 'setting-database')
  return text
}

function connections(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < leastConnections || value > mostConnections)
    throw new WrongSetting('DATABASE_CONNECTIONS', 'setting-connections', {
      text,
      least: leastConnections,
      most: mostConnections,
    })
  return value
}

function port(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > 65_535) throw new WrongSetting('PORT', 'setting-port', { text })
  return value
}

function oneOf(variable: string, text: string, allowed: string[]): string {
  if (!allowed.includes(text))
    throw new WrongSetting(variable, 'setting-choice', { text, allowed: allowed.join(', ') })
  return text
}

function publicUrl(text: string | undefined): string | null {
  if (!text) return null
  const url = z.url({ protocol: /^https?$/ }).safeParse(text)
  if (!url.success) throw new WrongSetting('PUBLIC_URL', 'setting-address', { text })
  const { origin, pathname, search, hash, username } = new URL(text)
  if (search !== '' || hash !== '' || username !== '')
    throw new WrongSetting('PUBLIC_URL', 'setting-host-and-path', { text })
  const [first = ''] = pathname.split('/').filter(Boolean)
  if (ownPaths.has(first)) throw new WrongSetting('PUBLIC_URL', 'setting-own-path', { path: first })
  return origin + pathname.replace(/\/+$/, '')
}

function trustedProxies(text: string): string[] {
  const proxies = text.split(/[\s,]+/).filter(Boolean)
  try {
    trustProxies(proxies)
  } catch {
    throw new WrongSetting('TRUSTED_PROXIES', 'setting-proxies', { text })
  }
  return proxies
}

function administrator(name: string | undefined, password: string | undefined): Environment['administrator'] {
  if (!name && !password) return null
  if (!name || !password)
    throw new WrongSetting(name ? 'ADMIN_PASSWORD' : 'ADMIN_USERNAME', 'setting-both', {
      one: 'ADMIN_USERNAME',
      other: 'ADMIN_PASSWORD',
    })
  const parsed = username.safeParse(name)
  if (!parsed.success) throw new WrongSetting('ADMIN_USERNAME', 'setting-username')
  return { username: parsed.data, password }
}

function tls(cert: string | undefined, key: string | undefined): Environment['tls'] {
  if (!cert && !key) return null
  if (!cert || !key)
    throw new WrongSetting(cert ? 'TLS_KEY' : 'TLS_CERT', 'setting-both', {
      one: 'TLS_CERT',
      other: 'TLS_KEY',
    })
  return { cert: resolve(cert), key: resolve(key) }
}
