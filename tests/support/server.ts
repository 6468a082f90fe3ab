/** A real server on a loopback port with a data folder of its own, and a caller that behaves like a browser. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { hash } from '@node-rs/argon2'
import { type Logger, pino } from 'pino'
import { createUser } from '../../db/people/users.ts'
import { importRecords } from '../../db/scores/imports.ts'
import type { OfficeRecords } from '../../db/scores/officeRecords.ts'
import { ownerScope } from '../../db/store/scope.ts'
import { createVillage, yearSeason } from '../../db/villages/createVillage.ts'
import { mustFindVillage } from '../../db/villages/findVillages.ts'
import { confirmScreen } from '../../db/villages/screens.ts'
import type { Role } from '../../server/domain/people/powers.ts'
import type { Environment } from '../../server/environment.ts'
import { type LiveLimits, liveLimits } from '../../server/live/limits.ts'
import { createLog } from '../../server/log.ts'
import type { Pages } from '../../server/pages/serve.ts'
import { type RunningServer, startServer } from '../../server/serve.ts'
import { untold } from '../../server/words/changes/changes.ts'
import { prepareFile } from './db/preparedFile.ts'
import { databaseFor } from './db/serverDatabase.ts'

export const password = 'a long enough password'

/** No pages at all, for tests of the API alone. */
const noPages: Pages = { build: 'test', mount: () => {} }

/** A worker's servers with pages have one port in turn: what its browser compiled of them stays good. */
const pagesPort = 20_000 + (process.pid % 10_000)
let isPagesPortTaken = false

export interface TestServer extends RunningServer {
  dataDir: string
  /** Stops the server and leaves the data, to start another on it. */
  stop: () => Promise<void>
}

/** Starts a server on a free port; `dataDir` re-uses a folder, which is then not removed. */
export async function startTestServer(
  options: {
    dataDir?: string
    pages?: Pages
    environment?: Partial<Environment>
    log?: Logger
    limits?: Partial<LiveLimits>
  } = {},
): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'yiping-'))
  const given = options.environment?.databaseUrl
  const database = given ? { url: given, remove: async () => {} } : await databaseFor(dataDir)
  if (options.dataDir === undefined && database.url === null) await prepareFile(dataDir)
  const start = (port: number) =>
    startServer(
      {
        port,
        host: '127.0.0.1',
        dataDir,
        databaseUrl: database.url,
        // Each is a process of the database server.
        databaseConnections: 5,
        publicUrl: null,
        trustedProxies: [],
        logLevel: 'silent',
        sample: false,
        administrator: null,
        tls: null,
        ...options.environment,
      },
      options.log ?? createLog('silent'),
      options.pages ?? noPages,
      { ...liveLimits, ...options.limits },
    )
  const usesPagesPort = options.pages !== undefined && !isPagesPortTaken
  if (usesPagesPort) isPagesPortTaken = true
  const server = usesPagesPort ? await start(pagesPort).catch(() => start(0)) : await start(0)
  let strange: string[] | null = null
  const stop = async () => {
    strange ??= await strangeChanges(server)
    await server.close()
    if (usesPagesPort) isPagesPortTaken = false
  }
  return {
    ...server,
    dataDir,
    stop,
    close: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
      await database.remove()
      if (strange && strange.length > 0)
        throw new Error(`the record of changes has no words for ${strange.join(', ')}`)
    },
  }
}

/** What was changed under this server and cannot be told in words. */
async function strangeChanges({ services: { store } }: RunningServer): Promise<string[]> {
  const rows = await store.all<Record<'action' | 'before' | 'after', string | null>>(
    'SELECT action, before, after FROM audit',
  )
  const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text))
  const found = rows.flatMap(({ action, before, after }) =>
    untold({ action: action ?? '', before: parsed(before), after: parsed(after) }),
  )
  return [...new Set(found)]
}

/** A log at its most talkative, and what was written to it. */
export function recordedLog(): { log: Logger; lines: string[] } {
  const lines: string[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString())
      done()
    },
  })
  return { log: pino({ level: 'trace' }, sink), lines }
}

/** This year, the season of test villages. */
export const year = new Date().getUTCFullYear()
/** A day of the season that is not in the future. */
export const day = `${year}-01-01`

/** One rule of each scale. */
const rules: OfficeRecords['rules'] = [
  {
    dimension: '会议学习',
    text: '参加村民会议',
    terms: {
      effect: 'award',
      scale: { type: 'fixed', points: 20 },
      caps: [{ period: 'month', by: 'points', limit: 60 }],
      evidence: false,
      reviewers: 0,
    },
  },
  {
    dimension: '环境卫生',
    text: '庭院月检',
    terms: {
      effect: 'award',
      scale: { type: 'range', min: 0, max: 100 },
      caps: [],
      evidence: false,
      reviewers: 0,
    },
  },
  {
    dimension: '环境卫生',
    text: '乱堆乱放',
    terms: {
      effect: 'deduct',
      scale: { type: 'fixed', points: 20 },
      caps: [],
      evidence: false,
      reviewers: 0,
    },
  },
  {
    dimension: '志愿服务',
    text: '志愿服务',
    terms: {
      effect: 'award',
      scale: { type: 'perUnit', points: 10, unit: '小时', maxUnits: 4 },
      caps: [],
      evidence: false,
      reviewers: 0,
    },
  },
  {
    dimension: '志愿服务',
    text: '应急值守',
    terms: { effect: 'award', scale: { type: 'fixed', points: 40 }, caps: [], evidence: false, reviewers: 0 },
  },
]

/** Makes a village with households 1001 … in two groups, and one rule of each scale. */
export async function makeVillage(
  { services: { store } }: RunningServer,
  slug: string,
  households = 12,
): Promise<void> {
  const village = await createVillage(store, null, {
    slug,
    name: '示范一村',
    timezone: 'Asia/Shanghai',
    season: yearSeason(year),
  })
  await importRecords(store, ownerScope(village.id), {
    rules,
    lines: [],
    households: Array.from({ length: households }, (_, index) => ({
      door: String(1001 + index),
      head: `示范户${'甲乙丙丁戊己庚辛壬癸'[index % 10]}`,
      group: `${1 + (index % 2)}组`,
      members: 3,
      phone: null,
      note: null,
    })),
  })
}

export interface Answer {
  status: number
  body: unknown
  headers: Headers
}

/** Makes a screen known, as if an administrator had confirmed a wall without a device's secret. */
export async function makeScreen(
  { services: { store } }: RunningServer,
  village: string,
  key: string,
): Promise<void> {
  await confirmScreen(store, ownerScope((await mustFindVillage(store, village)).id), key, null)
}

/** Calls the API with one person's cookie. */
export class Caller {
  readonly url: string
  cookie: string | null = null
  /** The cookie of the door that was opened last, by its household's secret. */
  doorCookie: string | null = null
  /** What tells the server that somebody signed in here before. */
  knownCookie: string | null = null
  /** Secret of an access token, for a program. */
  bearer: string | null = null

  constructor(url: string) {
    this.url = url
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const raw = body instanceof Uint8Array
    const cookies = [this.cookie, this.doorCookie, this.knownCookie].filter((one) => one !== null)
    const response = await fetch(this.url + path, {
      method,
      headers: {
        // Nothing is compressed on the way between two ends of one process.
        'accept-encoding': 'identity',
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...(cookies.length === 0 ? {} : { cookie: cookies.join('; ') }),
        ...(this.bearer === null ? {} : { authorization: `Bearer ${this.bearer}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const pair = cookie.split(';')[0] ?? null
      if (cookie.startsWith('yiping_door=')) this.doorCookie = pair
      else if (cookie.startsWith('yiping_known=')) this.knownCookie = pair
      else if (/^\w+_session=/.test(cookie)) this.cookie = pair
    }
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      headers: response.headers,
    }
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.call('GET', path, undefined, headers)
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.call('POST', path, body, headers)
  }
}

/** Of the cheapest parameters, which the hash names: a sign-in then takes a tenth of the time. */
const passwordHash = hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 })

/** Makes somebody with a role, in one village or (null) in all, who signs in with `password`. */
export async function makeUser(
  { services: { store } }: RunningServer,
  role: Role,
  village: string | null,
  username = `${role}-${randomUUID().slice(0, 8)}`,
): Promise<string> {
  const villageId =
    village === null
      ? null
      : ((await store.first(store.sql.selectFrom('villages').select('id').where('slug', '=', village)))?.id ??
        null)
  await createUser(store, null, {
    username,
    displayName: username,
    passwordHash: await passwordHash,
    roles: [{ role, village: villageId }],
  })
  return username
}

/** Somebody signed in with a role, in one village or (null) in all. */
export async function signedIn(server: RunningServer, role: Role, village: string | null): Promise<Caller> {
  const username = await makeUser(server, role, village)
  const caller = new Caller(server.url)
  await caller.post('/api/session', { username, password })
  return caller
}

/** The id of a rule by its text. */
export async function ruleId(caller: Caller, village: string, text: string): Promise<number> {
  const { body } = await caller.get(`/api/villages/${village}/rules`)
  const rule = (body as { items: { id: number; text: string }[] }).items.find((one) => one.text === text)
  if (!rule) throw new Error(`no rule ${text}`)
  return rule.id
}
