/** The panel's namespace: a session's socket follows one village and sees each line as it is entered. */
import type { Logger } from 'pino'
import type { Namespace, Server as SocketServer, Socket } from 'socket.io'
import { z } from 'zod'
import { postingLines } from '../../db/ledger/postings.ts'
import { findSession, sessionIsOpen } from '../../db/people/sessions.ts'
import { powersIn } from '../../db/people/users.ts'
import { countWaiting } from '../../db/scores/claims.ts'
import type { Change } from '../../db/store/changes.ts'
import type { Database } from '../../db/store/store.ts'
import { findVillage } from '../../db/villages/findVillages.ts'
import { slug as villageSlug } from '../contract/fields/ids.ts'
import { redact } from '../contract/fields/redact.ts'
import type { StaffClientEvents, StaffServerEvents } from '../contract/live/live.ts'
import { postingView } from '../contract/scores/postings.ts'
import { screenList } from '../contract/villages/screens.ts'
import { hiddenFields, type PrivateField } from '../domain/people/privateFields.ts'
import { sessionToken } from '../identity/sessionCookie.ts'
import type { Readiness } from '../upkeep/readiness.ts'
import type { Imports } from '../workbook/imports.ts'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import { runLater } from './guard.ts'
import type { ScreenRegistry } from './screens/screenRegistry.ts'

export interface StaffServices {
  store: Database
  imports: Imports
  screens: ScreenRegistry
  readiness: Readiness
  log: Logger
}

interface StaffData {
  connection: Connection
  /** Postings that wait for the transport, by seq. */
  postings: number[]
  user: number
  family: string
  /** Id of the village that is followed. */
  village: number | null
  /** Private fields of that village that the person's roles do not see. */
  hidden: ReadonlySet<PrivateField>
}

const postingViews = z.array(postingView)

/** Watchers are notified of visits and sign-ins at most this often, ms. */
const visitsEveryMs = 1_000

/** More lines in one commit than this are not sent: the panel reloads its list. */
const mostLines = 500

/** Arguments of one event. */
type News<Name extends keyof StaffServerEvents> = Parameters<StaffServerEvents[Name]>

type Staff = Namespace<StaffClientEvents, StaffServerEvents, Record<string, never>, StaffData>
type Clerk = Socket<StaffClientEvents, StaffServerEvents, Record<string, never>, StaffData>

/** Opens `/staff`; a session that ends closes its sockets. */
export function openStaff(
  io: SocketServer,
  connections: Connections,
  { store, imports, screens, readiness, log }: StaffServices,
): void {
  const staff = io.of('/staff') as Staff

  staff.use((clerk, next) => runLater(clerk, log, () => admit(clerk, next)))

  async function admit(clerk: Clerk, next: (refusal?: Error) => void): Promise<void> {
    const connection = connections.admit(clerk)
    const token = sessionToken(clerk.handshake.headers.cookie)
    // A handshake cannot give a new token: only HTTP rotates.
    const session = token === null ? null : await findSession(store, token, Date.now())
    if (!connection || !session) {
      next(new Error('no-session'))
      return
    }
    const { user, family } = session
    clerk.data = { connection, postings: [], user: user.id, family, village: null, hidden: new Set() }
    next()
  }

  staff.on('connection', (clerk: Clerk) => {
    clerk.on('follow', (slug: unknown, answer: unknown) =>
      runLater(clerk, log, async () => {
        const accepted = await follow(clerk, slug)
        if (typeof answer === 'function') clerk.data.connection.answer(() => answer(accepted))
      }),
    )
  })

  /** @returns whether the clerk may read that village, and follows it from now on */
  async function follow(clerk: Clerk, slug: unknown): Promise<boolean> {
    const named = villageSlug.safeParse(slug)
    const village = named.success ? await findVillage(store, named.data) : undefined
    const powers = village && (await powersIn(store, clerk.data.user, village.id))
    const accepted = powers?.has('read') ?? false
    if (clerk.data.village !== null) void clerk.leave(roomOf(clerk.data.village))
    clerk.data.postings = []
    clerk.data.village = village && accepted ? village.id : null
    clerk.data.hidden = hiddenFields(powers ?? new Set())
    if (clerk.data.village !== null) void clerk.join(roomOf(clerk.data.village))
    return accepted
  }

  /** `rounds` or `activities` with the village. */
  const toTell = new Set<string>()
  let lastNews: Promise<void> = Promise.resolve()
  /** News are told in the order in which they happened; what fails is logged. */
  const inOrder = (work: () => Promise<void>) => {
    lastNews = lastNews.then(work).catch((error: unknown) => log.error({ err: error }, 'staff were not told'))
  }
  store.onChange((change) => inOrder(() => tellChange(change)))
  screens.onChange((village) =>
    inOrder(() =>
      tell(
        village,
        'screens',
        async () => [await screens.lists.list(village)],
        ([list], hidden) => [redact(screenList, list, hidden)],
      ),
    ),
  )
  imports.onProgress((village, progress) => inOrder(() => tell(village, 'import', async () => [progress])))
  readiness.onProgress((village, share) => inOrder(() => tell(village, 'verification', async () => [share])))

  async function tellChange(change: Change): Promise<void> {
    if (change.type === 'sessions') await closeEnded(change.user)
    else if (change.type === 'round') tellSoon(change.village, 'rounds')
    else if (change.type === 'activity') tellSoon(change.village, 'activities')
    else if (change.type === 'postings') await tellPostings(change)
    else if (change.type === 'waiting')
      await tell(change.village, 'claims', async () => [await countWaiting(store, change.village)])
  }

  function followers(village: number): Clerk[] {
    const ids = staff.adapter.rooms.get(roomOf(village)) ?? []
    return [...ids].flatMap((id) => staff.sockets.get(id) ?? [])
  }

  /**
   * Tells all who follow a village; of what a transport cannot take yet, the newest of each kind.
   *
   * @param seen what of the news somebody sees from whom these fields are hidden; all of it by default
   */
  async function tell<Name extends keyof StaffServerEvents>(
    village: number,
    name: Name,
    news: () => Promise<News<Name>>,
    seen: (told: News<Name>, hidden: ReadonlySet<PrivateField>) => News<Name> = (told) => told,
  ): Promise<void> {
    if (followers(village).length === 0) return
    const told = await news()
    for (const clerk of followers(village))
      clerk.data.connection.send(name, () => {
        if (clerk.data.village === village) clerk.emit(name, ...seen(told, clerk.data.hidden))
      })
  }

  async function tellPostings({ village, postings }: Change & { type: 'postings' }): Promise<void> {
    const clerks = followers(village)
    if (clerks.length === 0) return
    const seqs = postings.slice(-mostLines).map(({ row }) => row.seq)
    const lines = await postingLines(store, village, seqs)
    for (const clerk of clerks) {
      const { data } = clerk
      if (data.connection.isWritable) clerk.emit('postings', redact(postingViews, lines, data.hidden))
      else {
        data.postings = [...data.postings, ...seqs].slice(-mostLines)
        data.connection.send('postings', () => {
          const waiting = data.postings.splice(0)
          if (waiting.length > 0) runLater(clerk, log, () => tellLines(clerk, village, waiting))
        })
      }
    }
  }

  async function tellLines(clerk: Clerk, village: number, seqs: number[]): Promise<void> {
    const lines = await postingLines(store, village, seqs)
    clerk.emit('postings', redact(postingViews, lines, clerk.data.hidden))
  }

  function tellSoon(village: number, name: 'rounds' | 'activities'): void {
    const key = `${name} ${village}`
    if (toTell.has(key)) return
    toTell.add(key)
    setTimeout(() => {
      toTell.delete(key)
      inOrder(() => tell(village, name, async () => []))
    }, visitsEveryMs).unref()
  }

  /** Closes the sockets of a person, or of all, whose session ended, or who may not read what they follow any more. */
  async function closeEnded(whose: number | null): Promise<void> {
    for (const clerk of [...staff.sockets.values()]) {
      const { family, village, user } = clerk.data
      if (whose !== null && user !== whose) continue
      const powers = village === null ? null : await powersIn(store, user, village)
      const mayStay = (await sessionIsOpen(store, family, Date.now())) && powers?.has('read') !== false
      if (!mayStay) clerk.disconnect(true)
      else if (powers) clerk.data.hidden = hiddenFields(powers)
    }
  }
}

function roomOf(village: number): string {
  return `village:${village}`
}
