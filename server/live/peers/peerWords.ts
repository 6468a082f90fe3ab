import type { Screen } from '../../../db/villages/screens.ts'
import type { SeenScreen } from '../screens/openScreen.ts'
import type { WaitingScreen } from '../screens/waitingScreens.ts'

/** Walls of one village at one process. */
export interface Presence {
  open: SeenScreen[]
  waiting: WaitingScreen[]
}

/** What all processes do with their own walls. */
export type PeerOrder =
  | { type: 'settings'; village: number; screen: Screen }
  | { type: 'identify' | 'reload'; village: number; screen: Screen }
  | { type: 'settle'; village: number; key: string }
  | { type: 'refuse'; village: number; key: string; device: string | null }

/** What processes say to each other. */
export type PeerWord =
  | { type: 'alive' | 'left' }
  | { type: 'presence'; village: number; presence: Presence }
  | { type: 'order'; order: PeerOrder }

export interface PeerEvents {
  peer: (from: string, word: PeerWord) => void
}
