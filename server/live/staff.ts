/** The panel's namespace: a session's socket follows one village and sees each line as it is entered. */
import { type Namespace, type Server as SocketServer, type Socket } from 'socket.io'
import { countWaiting } from '../../db/claims.ts'
import { postingLines } from '../../db/postings.ts'
import { findSession, sessionIsOpen } from '../../db/sessions.ts'
import { type Change } from '../../db/store.ts'
import { powersIn } from '../../db/users.ts'
import { findVillage } from '../../db/villages.ts'
import { type StaffClientEvents, type StaffServerEvents } from '../contract/live.ts'
import { sessionToken } from '../http/cookie.ts'
import { type Parts } from '../parts.ts'

interface StaffData {
  user: number
  family: string
  /** Id of the village that is followed. */
  village: number | null
}

/** Those who watch a round are told of visits at most this often, ms. */
const roundsEveryMs = 1_000

/** More lines at once than this are not sent one by one: the panel reads its list anew. */
const mostLines = 500

type Staff = Namespace<StaffClientEvents, StaffServerEvents, Record<string, never>, StaffData>
type Clerk = Socket<StaffClientEvents, StaffServerEvents, Record<string, never>, StaffData>

/** Opens `/staff`; a session that ends closes its sockets. */
export function openStaff(io: SocketServer, { store, imports, screens, readiness }: Parts): void {
  const staff = io.of('/staff') as Staff

  staff.use((clerk, next) => {
    const token = sessionToken(clerk.handshake.headers.cookie)
    // A handshake cannot give a new token: only HTTP rotates.
    const session = token === null ? null : findSession(store, token, Date.now())
    if (!session) {
      next(new Error('no-session'))
      return
    }
    clerk.data = { user: session.user.id, family: session.family, village: null }
    next()
  })

  staff.on('connection', (clerk: Clerk) => {
    clerk.on('follow', (slug: unknown, answer: unknown) => {
      const village = typeof slug === 'string' ? findVillage(store, slug) : undefined
      const accepted = village !== undefined && mayRead(clerk.data.user, village.id)
      if (clerk.data.village !== null) void clerk.leave(roomOf(clerk.data.village))
      clerk.data.village = accepted ? village.id : null
      if (clerk.data.village !== null) void clerk.join(roomOf(clerk.data.village))
      if (typeof answer === 'function') answer(accepted)
    })
  })

  const roundsToTell = new Set<number>()
  store.onChange((change: Change) => {
    if (change.type === 'sessions') closeEnded(change.user)
    if (change.type === 'round') tellRounds(change.village)
    if (change.type !== 'postings' && change.type !== 'waiting') return
    const room = roomOf(change.village)
    if (!staff.adapter.rooms.has(room)) return
    if (change.type === 'waiting') {
      staff.to(room).emit('claims', countWaiting(store, change.village))
      return
    }
    const seqs = change.postings.slice(-mostLines).map(({ row }) => row.seq)
    staff.to(room).emit('postings', postingLines(store, change.village, seqs))
  })

  screens.onChange((village) => {
    const room = roomOf(village)
    if (staff.adapter.rooms.has(room)) staff.to(room).volatile.emit('screens', screens.list(village))
  })

  imports.onProgress((village, progress) => staff.to(roomOf(village)).emit('import', progress))

  readiness.onProgress((village, share) => staff.to(roomOf(village)).emit('verification', share))

  function tellRounds(village: number): void {
    if (roundsToTell.has(village)) return
    roundsToTell.add(village)
    setTimeout(() => {
      roundsToTell.delete(village)
      staff.to(roomOf(village)).volatile.emit('rounds')
    }, roundsEveryMs).unref()
  }

  function mayRead(user: number, village: number): boolean {
    return powersIn(store, user, village).has('read')
  }

  /** Closes the sockets of a person whose session ended, or who may not read what they follow any more. */
  function closeEnded(user: number): void {
    for (const clerk of staff.sockets.values()) {
      const { family, village } = clerk.data
      if (clerk.data.user !== user) continue
      const mayStay = sessionIsOpen(store, family, Date.now()) && (village === null || mayRead(user, village))
      if (!mayStay) clerk.disconnect(true)
    }
  }
}

function roomOf(village: number): string {
  return `village:${village}`
}
