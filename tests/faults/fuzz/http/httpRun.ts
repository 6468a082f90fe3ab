/** A run of cases against one server: what is known of it, who calls, and what was wrong. */
import { z } from 'zod'
import { sampleSlug } from '../../../../db/sample/install.ts'
import { tokenScoreList } from '../../../../server/contract/connections/tokens.ts'
import { hugePng } from '../../../support/api/pngs.ts'
import { Random } from '../../random.ts'
import { type Answered, Client } from '../client.ts'
import { Judgement } from '../judgement.ts'
import { KnownValues } from '../knownValues.ts'
import type { Renewed } from '../messages.ts'
import type { ServerUnderTest } from '../serverUnderTest.ts'
import { brokenRequest } from './brokenHttp.ts'
import { anyCaller, credentials, drawCaller } from './callers.ts'
import { drawOperation } from './drawOperation.ts'
import { faultOf, told } from './httpAnswers.ts'
import {
  type DescribedOperation,
  type HttpCase,
  makeCase,
  operationsOf,
  resourceOf,
  type SampleFiles,
} from './httpCases.ts'
import { soundCases } from './sound/cases.ts'
import { soundFiles } from './sound/files.ts'
import { makeSoundCase } from './sound/makeSoundCase.ts'
import { Walls } from './sound/walls.ts'
import { type Made, noteUploaded, readWorld, type World } from './sound/world.ts'

/** Cases under way together. */
export const together = 32
/** A new village after so many: in the old one seasons were closed and households merged. */
const villageEvery = 10_000
/** This share of the cases are bytes that no client would send. */
const brokenShare = 0.06
/** This share of the cases should be accepted, or have one fault alone. */
const soundShare = 0.5
/** What there is is read again after so many cases. */
const worldEvery = 320
/** Answers larger than this teach nothing, bytes. */
const mostLearnt = 300_000
/** Files remembered to be sent back damaged. */
const mostFiles = 20

export class HttpRun {
  readonly judgement = new Judgement()
  readonly #server: ServerUnderTest
  readonly #client: Client
  readonly #random: Random
  readonly #known = new KnownValues()
  readonly #files: SampleFiles
  readonly #walls: Walls
  readonly #made: Made = { imports: [], villages: [], scores: [], ownPhotos: [], portraits: [] }
  #world: World | null = null
  readonly #reached = new Set<string>()
  #operations: DescribedOperation[] = []
  #people: Renewed = { cookies: {}, secrets: {}, tokens: [], doors: [] }
  #village = ''

  private constructor(server: ServerUnderTest, seed: number, sound: SampleFiles['sound']) {
    this.#server = server
    this.#client = new Client(server.url)
    this.#random = new Random(seed)
    this.#walls = new Walls(server.url)
    this.#files = { workbooks: [], pictures: [hugePng(40_000, 40_000)], sound }
  }

  static async start(server: ServerUnderTest, seed: number): Promise<HttpRun> {
    const run = new HttpRun(server, seed, await soundFiles())
    const { body } = await run.#client.send(plainGet('/api/openapi.json'))
    run.#operations = operationsOf(JSON.parse(body.toString()))
    return run
  }

  get unreached(): string[] {
    return this.#operations.map(({ operationId }) => operationId).filter((name) => !this.#reached.has(name))
  }

  /** New people, now and then in a new village, whose things become known. */
  async renew(done: number): Promise<void> {
    const village = `f-${Math.floor(done / villageEvery)}`
    const isNew = village !== this.#village
    this.#village = village
    this.#people = await this.#server.renew(village, isNew)
    this.#made.scores = []
    const { tokens, doors } = this.#people
    this.#known.prefer('v', village)
    this.#known.prefer('token', tokens[0] ?? '')
    if (!isNew) return
    Object.assign(this.#made, { ownPhotos: [], portraits: [] })
    this.#known.clear()
    for (const slug of [village, sampleSlug, 'two']) this.#known.add('v', slug)
    for (const token of tokens.slice(0, 3)) this.#known.add('token', token)
    for (const door of doors) this.#known.add('door', door)
    for (const operation of this.#operations) {
      if (operation.method !== 'GET') continue
      const path = operation.path.replace('{v}', village).replace('{door}', doors[0] ?? '')
      if (path.includes('{')) continue
      const answer = await this.#client.send(plainGet(path, credentials('admin of all', this.#people)))
      this.#learn(operation.path, answer)
    }
  }

  /** Some cases at once; what they teach is learnt in their order. */
  async round(done: number): Promise<void> {
    if (done % worldEvery < together) await this.#look()
    const cases = Array.from({ length: together }, () => this.#next())
    const answers = await Promise.all(
      cases.map((one) => (Buffer.isBuffer(one) ? this.#sendBytes(one) : this.#send(one))),
    )
    for (const [index, answer] of answers.entries()) {
      const one = cases[index]
      if (answer && one && !Buffer.isBuffer(one))
        this.#learn(one.path.split('?')[0] ?? '', answer, one.operation)
    }
  }

  close(): void {
    this.#walls.close()
    this.#client.close()
  }

  #next(): HttpCase | Buffer {
    const random = this.#random
    if (random.chance(brokenShare)) {
      const paths = ['/', '/healthz', '/api/session', `/api/villages/${this.#village}/postings`]
      const known = credentials(anyCaller(random), this.#people)
      return brokenRequest(random, paths, known?.join(': ') ?? 'X: y')
    }
    const operation = drawOperation(this.#operations, random)
    if (random.chance(soundShare)) {
      const sound = this.#sound(operation)
      if (sound) return sound
    }
    const caller = drawCaller(operation, random)
    const made = makeCase(operation, caller, random, this.#known, this.#files)
    this.#identify(made)
    if (random.chance(0.01))
      made.method = random.pick(['HEAD', 'PUT', 'OPTIONS', 'TRACE', 'PROPFIND'] as const)
    return made
  }

  /** A case that should be accepted; null where something is missing for it yet. */
  #sound(operation: DescribedOperation): HttpCase | null {
    const make = soundCases[operation.operationId]
    const id = this.#random.uuid()
    const sound = this.#world && (make ? make(this.#world, this.#random, id) : {})
    if (!sound) return null
    const inVillage = { ...sound, with: { v: this.#village, ...sound.with } }
    const made = makeSoundCase(operation, inVillage, this.#random, this.#known, this.#files)
    this.#identify(made)
    return made
  }

  /** Reads what there is, with one wall more. */
  async #look(): Promise<void> {
    await this.#walls.open(this.#village, this.#random)
    const ask = async (caller: string, method: string, path: string, body?: unknown): Promise<unknown> => {
      const bytes = body === undefined ? null : Buffer.from(JSON.stringify(body))
      const one: HttpCase = { ...plainGet(path), method, caller, body: bytes }
      if (bytes) one.headers.push(['Content-Type', 'application/json'])
      this.#identify(one)
      const answer = await this.#client.send(one)
      const fault = answer.status >= 500 ? faultOf(answer, method) : null
      if (fault) this.judgement.add(`${path} ${fault}`, `${told(one)} → ${told(answer)}`)
      return answer.status < 300 && answer.body.length > 0 ? JSON.parse(answer.body.toString()) : null
    }
    const read = () =>
      readWorld(ask, this.#village, this.#people.tokens[0] ?? '', this.#made, this.#random.uuid())
    this.#world = await read()
    // A case ended the session of one who reads.
    if (!this.#world?.passbook) {
      this.#people = await this.#server.renew(this.#village, false)
      this.#world = await read()
    }
  }

  #identify(made: HttpCase): void {
    const known = credentials(made.caller, this.#people)
    const has = (name: string) => made.headers.some(([other]) => other === name)
    if (known && !has(known[0])) made.headers.push(known)
    // Failed sign-ins are limited by address; a proxy on this machine may name it.
    if (!has('X-Forwarded-For')) made.headers.push(['X-Forwarded-For', this.#random.bytes(4).join('.')])
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

  #learn(path: string, { status, type, body }: Answered, operation = ''): void {
    if (status < 200 || status >= 300) return
    noteUploaded(this.#made, operation, path)
    if (body.length === 0 || body.length > mostLearnt) return
    const files = /spreadsheet/.test(type)
      ? this.#files.workbooks
      : /^image/.test(type)
        ? this.#files.pictures
        : null
    files?.push(body)
    if (files && files.length > mostFiles) files.shift()
    if (!/json/.test(type) || path === '/api/openapi.json') return
    if (operation === 'startImport')
      this.#made.imports.push(z.object({ id: z.string() }).parse(JSON.parse(body.toString())).id)
    if (operation === 'createScores')
      this.#made.scores.push(...tokenScoreList.parse(JSON.parse(body.toString())).items.map(({ id }) => id))
    if (operation === 'createVillage')
      this.#made.villages.push(z.object({ slug: z.string() }).parse(JSON.parse(body.toString())).slug)
    const template = this.#operations.find((operation) => matches(operation.path, path))?.path ?? path
    this.#known.learn(resourceOf(template), JSON.parse(body.toString()))
  }
}

function plainGet(path: string, known: HttpCase['headers'][number] | null = null): HttpCase {
  return { operation: path, caller: '', method: 'GET', path, headers: known ? [known] : [], body: null }
}

function matches(template: string, path: string): boolean {
  const parts = path.split('/')
  const wanted = template.split('/')
  return (
    parts.length === wanted.length && wanted.every((part, at) => part.startsWith('{') || part === parts[at])
  )
}
