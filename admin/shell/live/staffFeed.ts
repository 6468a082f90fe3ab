/** Events that the server pushes to the panel: postings of a village, its screens, progress of imports. */
import { io, type Socket } from 'socket.io-client'
import { onScopeDispose, readonly, type Ref, ref } from 'vue'
import type {
  ImportProgress,
  StaffClientEvents,
  StaffServerEvents,
} from '../../../server/contract/live/live.ts'
import {
  followTransport,
  websocketFirst,
  websocketTimeoutMs,
} from '../../../server/contract/live/liveTransport.ts'
import type { PostingView } from '../../../server/contract/scores/postings.ts'
import type { ScreenList } from '../../../server/contract/villages/screens.ts'
import { here } from '../../../server/domain/page/here.ts'
import { texts } from '../api/call.ts'

export interface StaffFeed {
  /** Whether the feed is connected. */
  isLive: Readonly<Ref<boolean>>
  /** Calls back with postings just committed, oldest first, until the calling scope ends. */
  onPostings: (listener: (postings: PostingView[]) => void) => void
  /** Calls back when claims came or were reviewed, with the number that waits. */
  onClaims: (listener: (waiting: number) => void) => void
  /** Calls back when visits of a round came in; not for each one. */
  onRounds: (listener: () => void) => void
  /** Calls back when somebody signed in at an activity; not for each one. */
  onActivities: (listener: () => void) => void
  onImport: (listener: (progress: ImportProgress) => void) => void
  /** Calls back with how all screens are, whenever one has changed. */
  onScreens: (listener: (screens: ScreenList) => void) => void
  /** Calls back with the progress of the ledger's verification, 0 to 1; null when it is done. */
  onVerification: (listener: (share: number | null) => void) => void
  /** Calls back after a reconnection: missed events must be read again. */
  onReturn: (listener: () => void) => void
}

/** Follows a village until the calling scope ends. */
export function useStaffFeed(village: string): StaffFeed {
  const socket: Socket<StaffServerEvents, StaffClientEvents> = io('/staff', {
    path: here('/socket.io'),
    transports: websocketFirst,
    timeout: websocketTimeoutMs,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  })
  const stopFollowing = followTransport(socket.io)
  const isLive = ref(false)
  let wasLive = false
  const postings = listeners<PostingView[]>()
  const claims = listeners<number>()
  const rounds = listeners<undefined>()
  const activities = listeners<undefined>()
  const imports = listeners<ImportProgress>()
  const screens = listeners<ScreenList>()
  const verifications = listeners<number | null>()
  const returns = listeners<undefined>()

  socket.on('connect', () => {
    socket.emit('follow', village, (accepted) => {
      isLive.value = accepted
      if (accepted && wasLive) returns.tell(undefined)
      wasLive ||= accepted
    })
  })
  socket.on('disconnect', () => (isLive.value = false))
  socket.on('postings', postings.tell)
  socket.on('claims', claims.tell)
  socket.on('rounds', () => rounds.tell(undefined))
  socket.on('activities', () => activities.tell(undefined))
  socket.on('import', imports.tell)
  socket.on('screens', screens.tell)
  socket.on('verification', verifications.tell)
  onScopeDispose(() => {
    stopFollowing()
    socket.disconnect()
  })

  return {
    isLive: readonly(isLive),
    onPostings: postings.listen,
    onClaims: claims.listen,
    onRounds: (listener) => rounds.listen(listener),
    onActivities: (listener) => activities.listen(listener),
    onImport: imports.listen,
    onScreens: screens.listen,
    onVerification: verifications.listen,
    onReturn: (listener) => returns.listen(listener),
  }
}

function listeners<Message>() {
  const all = new Set<(message: Message) => void>()
  return {
    listen(listener: (message: Message) => void): void {
      all.add(listener)
      onScopeDispose(() => all.delete(listener))
    },
    tell(message: Message): void {
      const shown = texts.show(message)
      for (const listener of all) listener(shown)
    },
  }
}
