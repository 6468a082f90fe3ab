/**
 * The live events of Socket.IO: namespace `/live` for screens, no login, public
 * state only; namespace `/staff` for the panel, with its session cookie. Types and
 * constants alone: the wall carries no parser.
 */
import type { ShownCode } from '../../domain/activities/activities.ts'
import type { Board, PostingEvent } from '../../domain/board/board.ts'
import type { ScreenSettings } from '../../domain/board/screens.ts'
import type { PostingView } from '../scores/postings.ts'
import type { ScreenList } from '../villages/screens.ts'
import type { ScreenHello } from './screenWords.ts'

/** Interval of the server's heartbeat, ms. */
export const heartbeatMs = 5_000

/** A board is stale after this long without a message from the server, ms. */
export const staleAfterMs = 10_000

/** Why a screen may not join: `data` of the error that it gets, whose message is a sentence. */
export interface LiveRefusal {
  code: 'unknown-village' | 'malformed' | 'too-many-connections'
}

export interface HelloAnswer {
  /** The code of the open activity, for confirmed screens; absent from earlier servers. */
  signIn?: ShownCode | null
  /** ms since 1970, UTC. */
  serverTime: number
  /** The build that the server serves; another than the screen's own means: reload at a page turn. */
  build: string
}

/** The whole public state, sent on connecting and whenever folding cannot reach it. */
export interface BoardMessage {
  board: Board
  serverTime: number
  build: string
}

/**
 * The same for a screen whose handshake says `fetch: true`: the board that the server has, which the screen fetches
 * from `GET /api/villages/{village}/board?epoch={epoch}&seq={seq}`. Postings that come meanwhile are folded after.
 */
export interface BoardVersion {
  seq: number
  epoch: string
  serverTime: number
  build: string
}

/** A screen that was not heard for this long is silent, ms. */
export const silentAfterMs = 12_000

/** What one screen must do; unknown orders are ignored. */
export type ScreenOrder =
  /** Show this from now on; sent on connecting and at every change. */
  | { type: 'settings'; name: string; settings: ScreenSettings }
  | { type: 'reload' }
  /** Show its own name, large, for a while. */
  | { type: 'identify'; name: string }

export interface LiveServerEvents {
  board: (message: BoardMessage | BoardVersion) => void
  posting: (event: PostingEvent) => void
  screen: (order: ScreenOrder) => void
}

export interface LiveClientEvents {
  hello: (hello: ScreenHello, answer: (answer: HelloAnswer) => void) => void
}

/** What the panel is told of a village that it works on. */
export interface StaffServerEvents {
  /** Postings just committed, oldest first. */
  postings: (postings: PostingView[]) => void
  /** How many claims wait for a review now. */
  claims: (waiting: number) => void
  import: (progress: ImportProgress) => void
  /** Visits of a round came in, or one of its results counts now: reload it. */
  rounds: () => void
  /** Somebody signed in at an activity: reload it. */
  activities: () => void
  /** How the village's screens are now. */
  screens: (list: ScreenList) => void
  /** How far the verification of the ledger is, 0 to 1; null when it is done. */
  verification: (share: number | null) => void
}

export interface ImportProgress {
  importId: string
  stage: 'reading' | 'posting'
  /** 0 to 1. */
  share: number
}

export interface StaffClientEvents {
  /** Follow one village's postings; answered false when the session may not. */
  follow: (village: string, answer: (accepted: boolean) => void) => void
}
