/** The panel's namespace: a session's socket follows one village and sees each line as it is entered. */
import type { Logger } from 'pino'
import type { Namespace, Server as SocketServer, Socket } from 'socket.io'
import { z } from 'zod'
import { postingLines } from '../../db/ledger/postings.ts'
import { findSession, sessionIsOpen } from '../../db/people/sessions.ts'
import { powersIn } from '../../db/people/users.ts'
import { countWaiting } from '../../db/scores/claims.ts'
import type { Change } from '../../db/store/changes.ts'
import type { Store } from '../../db/store/store.ts'
import { findVillage } from '../../db/villages/villages.ts'
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
import { succeeds } from './guard.ts'
import type { ScreenRegistry } from './screenRegistry.ts'

export interface StaffServices {
  store: Store
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

/** Watchers of a round are notified of visits at most this often, ms. */
const roundsEveryMs = 1_000

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

  staff.use((clerk, next) => {
    const connection = connections.admit(clerk)
    const token = sessionToken(clerk.handshake.headers.cookie)
    // A handshake cannot give a new token: only HTTP rotates.
    const session = token === null ? null : findSession(store, token, Date.now())
    if (!connection || !session) {
      next(new Error('no-session'))
      return
    }
    const { user, family } = session
    clerk.data = { connection, postings: [], user: user.id, family, village: null, hidden: new Set() }
    next()
  })

  staff.on('connection', (clerk: Clerk) => {
    clerk.on('follow', (slug: unknown, answer: unknown) => {
      const named = villageSlug.safeParse(slug)
      const village = named.success ? findVillage(store, named.data) : undefined
      const powers = village && powersIn(store, clerk.data.user, village.id)
      const accepted = powers?.has('read') ?? false
      if (clerk.data.village !== null) void clerk.leave(roomOf(clerk.data.village))
      clerk.data.postings = []
      clerk.data.village = village && accepted ? village.id : null
      clerk.data.hidden = hiddenFields(powers ?? new Set())
      if (clerk.data.village !== null) void clerk.join(roomOf(clerk.data.village))
      if (typeof answer === 'function') clerk.data.connection.answer(() => answer(accepted))
    })
  })

  const roundsToTell = new Set<number>()
  store.onChange((change: Change) => {
    if (change.type === 'sessions') closeEnded(change.user)
    if (change.type === 'round') tellRounds(change.village)
    if (change.type !== 'postings' && change.type !== 'waiting') return
    if (change.type === 'waiting') tell(change.village, 'claims', () => [countWaiting(store, change.village)])
    else tellPostings(change)
  })

  screens.onChange((village) =>
    tell(
      village,
      'screens',
      () => [screens.list(village)],
      ([list], hidden) => [redact(screenList, list, hidden)],
    ),
  )
  imports.onProgress((village, progress) => tell(village, 'import', () => [progress]))
  readiness.onProgress((village, share) => tell(village, 'verification', () => [share]))

  function followers(village: number): Clerk[] {
    const ids = staff.adapter.rooms.get(roomOf(village)) ?? []
    return [...ids].flatMap((id) => staff.sockets.get(id) ?? [])
  }

  /**
   * Tells all who follow a village; of what a transport cannot take yet, the newest of each kind.
   *
   * @param seen what of the news somebody sees from whom these fields are hidden; all of it by default
   */
  function tell<Name extends keyof StaffServerEvents>(
    village: number,
    name: Name,
    news: () => News<Name>,
    seen: (told: News<Name>, hidden: ReadonlySet<PrivateField>) => News<Name> = (told) => told,
  ): void {
    const clerks = followers(village)
    if (clerks.length === 0) return
    const told = news()
    for (const clerk of clerks)
      clerk.data.connection.send(name, () => {
        if (clerk.data.village === village) clerk.emit(name, ...seen(told, clerk.data.hidden))
      })
  }

  function tellPostings({ village, postings }: Change & { type: 'postings' }): void {
    const clerks = followers(village)
    if (clerks.length === 0) return
    const seqs = postings.slice(-mostLines).map(({ row }) => row.seq)
    const lines = postingLines(store, village, seqs)
    for (const clerk of clerks) {
      const { data } = clerk
      if (data.connection.isWritable) clerk.emit('postings', redact(postingViews, lines, data.hidden))
      else {
        data.postings = [...data.postings, ...seqs].slice(-mostLines)
        data.connection.send('postings', () => {
          if (data.postings.length === 0) return
          const queued = postingLines(store, village, data.postings.splice(0))
          clerk.emit('postings', redact(postingViews, queued, data.hidden))
        })
      }
    }
  }

  function tellRounds(village: number): void {
    if (roundsToTell.has(village)) return
    roundsToTell.add(village)
    setTimeout(() => {
      roundsToTell.delete(village)
      succeeds(log, () => tell(village, 'rounds', () => []))
    }, roundsEveryMs).unref()
  }

  /** Closes the sockets of a person whose session ended, or who may not read what they follow any more. */
  function closeEnded(user: number): void {
    for (const clerk of staff.sockets.values()) {
      const { family, village } = clerk.data
      if (clerk.data.user !== user) continue
      const powers = village === null ? null : powersIn(store, user, village)
      const mayStay = sessionIsOpen(store, family, Date.now()) && powers?.has('read') !== false
      if (!mayStay) clerk.disconnect(true)
      else if (powers) clerk.data.hidden = hiddenFields(powers)
    }
  }
}

function roomOf(village: number): string {
  return `village:${village}`
}
