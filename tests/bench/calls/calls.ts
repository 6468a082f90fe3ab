/** Calls of a member of staff, over connections that stay open, as cheap for this process as they can be. */
import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import type { ServerProcess } from '../../support/process.ts'
import { Caller, day, password, ruleId } from '../../support/server.ts'

/** The administrator that `administrator` lets a server make at its first start. */
const username = 'bench'

/** As browsers open to one server; further calls wait for one of them. */
const mostConnections = 6
/** A call whose connection is not made or was just closed is sent again, as browsers do it; so many times. */
const mostTries = 5
const lostConnection = /^(ECONNRESET|ECONNREFUSED|ETIMEDOUT|EPIPE)$/

/** Settings with which a server makes its first administrator, where it has none. */
export const administrator = { ADMIN_USERNAME: username, ADMIN_PASSWORD: password }

/** What was answered; the body only as its bytes, for parsing takes time. */
export interface RawAnswer {
  status: number
  body: Buffer
}

export class Calls {
  readonly url: string
  readonly #cookie: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: mostConnections })

  constructor(url: string, cookie: string) {
    this.url = url
    this.#cookie = cookie
  }

  /** The session's cookie, for those who call by other means. */
  get cookie(): string {
    return this.#cookie
  }

  /** @throws for an answer that is not 2xx */
  async get(path: string): Promise<RawAnswer> {
    return this.#call('GET', path)
  }

  /** Sends JSON, or bytes as they are. @throws for an answer that is not 2xx */
  async post(path: string, body: object | Buffer = {}): Promise<RawAnswer> {
    return this.#call('POST', path, body)
  }

  /** Parsed JSON. */
  async read<Body>(path: string): Promise<Body> {
    return JSON.parse((await this.get(path)).body.toString()) as Body
  }

  /** Closes the connections. */
  readonly close = (): void => this.#agent.destroy()

  async #call(method: string, path: string, body?: object | Buffer): Promise<RawAnswer> {
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#send(method, path, body)
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException
        if (tries === mostTries || !lostConnection.test(code)) throw error
      }
  }

  #send(method: string, path: string, body?: object | Buffer): Promise<RawAnswer> {
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
    const headers = {
      cookie: this.#cookie,
      ...(bytes && { 'content-length': bytes.length }),
      ...(bytes && !Buffer.isBuffer(body) && { 'content-type': 'application/json' }),
    }
    return new Promise((resolve, reject) => {
      const sent = request(this.url + path, { method, agent: this.#agent, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const answer = { status: response.statusCode ?? 0, body: Buffer.concat(chunks) }
          if (answer.status >= 200 && answer.status < 300) resolve(answer)
          else
            reject(new Error(`${method} ${path}: ${answer.status} ${answer.body.toString().slice(0, 300)}`))
        })
      })
      sent.on('error', reject)
      sent.end(bytes)
    })
  }
}

/** Signs in as the administrator of a server that was started with `administrator`. */
export async function signIn({ url }: Pick<ServerProcess, 'url'>): Promise<Calls> {
  const caller = new Caller(url)
  const { status } = await caller.post('/api/session', { username, password })
  if (status >= 300 || caller.cookie === null) throw new Error(`signing in was answered with ${status}`)
  return new Calls(url, caller.cookie)
}

/** Enters scores in one village by one rule. */
export class Entry {
  readonly #calls: Calls
  readonly #village: string
  readonly #rule: number

  constructor(calls: Calls, village: string, rule: number) {
    this.#calls = calls
    this.#village = village
    this.#rule = rule
  }

  /** @param rule its text */
  static async open(calls: Calls, village: string, rule: string): Promise<Entry> {
    const caller = new Caller(calls.url)
    caller.cookie = calls.cookie
    return new Entry(calls, village, await ruleId(caller, village, rule))
  }

  async post(door: string): Promise<void> {
    await this.#calls.post(`/api/villages/${this.#village}/postings`, {
      id: randomUUID(),
      door,
      rule: this.#rule,
      occurredOn: day,
    })
  }
}

/** Runs the work, and gives how long it took, ms. */
export async function timed(work: () => unknown): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}
