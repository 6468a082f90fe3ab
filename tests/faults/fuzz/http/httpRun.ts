/** A run of cases against one server: what is known of it, who calls, and what was wrong. */
import { sampleSlug } from '../../../../db/sample/install.ts'
import { roles } from '../../../../server/domain/powers.ts'
import { hugePng } from '../../../api/pngs.ts'
import { Random } from '../../random.ts'
import { type Answered, Client } from '../client.ts'
import { Judgement } from '../judgement.ts'
import { KnownValues } from '../knownValues.ts'
import { type ServerUnderTest } from '../serverUnderTest.ts'
import { brokenRequest } from './brokenHttp.ts'
import { faultOf, told } from './httpAnswers.ts'
import {
  type DescribedOperation,
  type HttpCase,
  makeCase,
  operationsOf,
  resourceOf,
  type SampleFiles,
} from './httpCases.ts'

/** Cases under way together. */
export const together = 8
/** A new village after so many: in the old one seasons were closed and households merged. */
const villageEvery = 10_000
/** This share of the cases are bytes that no client would send. */
const brokenShare = 0.06
/** Answers larger than this teach nothing, bytes. */
const mostLearnt = 300_000
/** Files remembered to be sent back damaged. */
const mostFiles = 20
const callers = ['stranger', 'resident', ...roles, 'admin of all', 'admin of another'] as const

export class HttpRun {
  readonly judgement = new Judgement()
  readonly #server: ServerUnderTest
  readonly #client: Client
  readonly #random: Random
  readonly #known = new KnownValues()
  readonly #files: SampleFiles = { workbooks: [], pictures: [hugePng(40_000, 40_000)] }
  readonly #reached = new Set<string>()
  #operations: DescribedOperation[] = []
  #cookies: Record<string, string> = {}
  #village = ''

  constructor(server: ServerUnderTest, seed: number) {
    this.#server = server
    this.#client = new Client(server.url)
    this.#random = new Random(seed)
  }

  async prepare(): Promise<void> {
    const { body } = await this.#client.send(plainGet('/api/openapi.json'))
    this.#operations = operationsOf(JSON.parse(body.toString()))
  }

  get unreached(): string[] {
    return this.#operations.map(({ operationId }) => operationId).filter((name) => !this.#reached.has(name))
  }

  /** New people, now and then in a new village, whose things become known. */
  async renew(done: number): Promise<void> {
    const village = `f-${Math.floor(done / villageEvery)}`
    const isNew = village !== this.#village
    this.#village = village
    const { cookies, tokens, doors } = await this.#server.renew(village, isNew)
    this.#cookies = cookies
    this.#known.prefer('v', village)
    this.#known.prefer('token', tokens[0] ?? '')
    if (!isNew) return
    this.#known.clear()
    for (const slug of [village, sampleSlug, 'two']) this.#known.add('v', slug)
    for (const token of tokens.slice(0, 3)) this.#known.add('token', token)
    for (const door of doors) this.#known.add('door', door)
    for (const operation of this.#operations) {
      if (operation.method !== 'GET') continue
      const path = operation.path.replace('{v}', village).replace('{door}', doors[0] ?? '')
      if (path.includes('{')) continue
      const answer = await this.#client.send(plainGet(path, cookies['admin of all']))
      this.#learn(operation.path, answer)
    }
  }

  /** Some cases at once; what they teach is learnt in their order. */
  async round(): Promise<void> {
    const cases = Array.from({ length: together }, () => this.#next())
    const answers = await Promise.all(
      cases.map((one) => (Buffer.isBuffer(one) ? this.#sendBytes(one) : this.#send(one))),
    )
    for (const [index, answer] of answers.entries()) {
      const one = cases[index]
      if (answer && one && !Buffer.isBuffer(one)) this.#learn(one.path.split('?')[0] ?? '', answer)
    }
  }

  close(): void {
    this.#client.close()
  }

  #next(): HttpCase | Buffer {
    const random = this.#random
    const caller = random.chance(0.6) ? 'admin' : random.pick(callers)
    if (random.chance(brokenShare)) {
      const paths = ['/', '/healthz', '/api/session', `/api/villages/${this.#village}/postings`]
      return brokenRequest(random, paths, this.#cookies[caller] ?? '')
    }
    const any = random.pick(this.#operations)
    // Workbooks cost fifty times as much as anything else.
    const operation = any?.path.endsWith('.xlsx') && random.chance(0.9) ? random.pick(this.#operations) : any
    if (!operation) throw new Error('the description names no operation')
    // Whoever signs out is not needed afterwards.
    const who = operation.path.startsWith('/api/session')
      ? random.pick(['stranger', 'leaver'] as const)
      : caller
    const forResidents = operation.path.startsWith('/api/doors') && random.chance(0.7)
    const made = makeCase(operation, forResidents ? 'resident' : who, random, this.#known, this.#files)
    const cookie = this.#cookies[made.caller]
    const has = (name: string) => made.headers.some(([other]) => other === name)
    if (cookie !== undefined && !has('Cookie')) made.headers.push(['Cookie', cookie])
    // Failed sign-ins are limited by address; a proxy on this machine may name it.
    if (!has('X-Forwarded-For')) made.headers.push(['X-Forwarded-For', random.bytes(4).join('.')])
    if (random.chance(0.01))
      made.method = random.pick(['HEAD', 'PUT', 'OPTIONS', 'TRACE', 'PROPFIND'] as const)
    return made
  }

  async #send(one: HttpCase): Promise<Answered | null> {
    try {
      const answer = await this.#client.send(one)
      this.judgement.count(answer.status === 0 ? 'closed unread' : String(answer.status))
      if (answer.status >= 200 && answer.status < 300) this.#reached.add(one.operation)
      const fault = faultOf(answer, one.method)
      if (fault) this.judgement.add(`${one.operation} ${fault}`, `${told(one)} → ${told(answer)}`)
      return answer
    } catch (error) {
      this.judgement.add(`${one.operation} ${(error as Error).message}`, told(one))
      return null
    }
  }

  async #sendBytes(bytes: Buffer): Promise<null> {
    const came = (await this.#client.sendBytes(bytes)).toString('latin1')
    const first = /^HTTP\/1\.1 (\d{3})/.exec(came)
    const status = Number(first?.[1] ?? 0)
    this.judgement.count(`broken ${status || 'closed'}`)
    const [head = '', ...rest] = came.split('\r\n\r\n')
    const type = /^content-type: (.*)$/im.exec(head)?.[1] ?? ''
    const isRefused = status >= 400 && bytes.subarray(0, 4).toString() !== 'HEAD'
    if (status >= 500 || (isRefused && !/problem\+json/.test(type)))
      this.judgement.add(`broken request ${status}`, `${told(bytes)} → ${head}\n${rest.join().slice(0, 300)}`)
    return null
  }

  #learn(path: string, { status, type, body }: Answered): void {
    if (status < 200 || status >= 300 || body.length === 0 || body.length > mostLearnt) return
    const files = /spreadsheet/.test(type)
      ? this.#files.workbooks
      : /^image/.test(type)
        ? this.#files.pictures
        : null
    files?.push(body)
    if (files && files.length > mostFiles) files.shift()
    if (!/json/.test(type) || path === '/api/openapi.json') return
    const template = this.#operations.find((operation) => matches(operation.path, path))?.path ?? path
    this.#known.learn(resourceOf(template), JSON.parse(body.toString()))
  }
}

function plainGet(path: string, cookie?: string): HttpCase {
  const headers: HttpCase['headers'] = cookie === undefined ? [] : [['Cookie', cookie]]
  return { operation: path, caller: '', method: 'GET', path, headers, body: null }
}

function matches(template: string, path: string): boolean {
  const parts = path.split('/')
  const wanted = template.split('/')
  return (
    parts.length === wanted.length && wanted.every((part, at) => part.startsWith('{') || part === parts[at])
  )
}
