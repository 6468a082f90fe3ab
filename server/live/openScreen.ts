import type { Logger } from 'pino'
import type { ScreenStatus } from '../../db/villages/screens.ts'
import { type ScreenOrder, silentAfterMs } from '../contract/live/live.ts'
import type { WaitingScreen } from './waitingScreens.ts'

/** One wall puts at most so many failures into the log. */
const mostLogged = 40

/** One open wall. */
export interface OpenScreen {
  village: number
  /** Null where its address gives it no name. */
  key: string | null
  /** Hash of the device's secret; null for a wall that has none. */
  device: string | null
  /** A preview in the panel: gets the screen's settings, and is not counted. */
  isPreview: boolean
  address: string
  connectedAt: number
  send: (order: ScreenOrder) => void
}

/** An open wall and its last status. */
export interface HeardScreen {
  wall: OpenScreen
  /** It is not the screen of its name, as far as anybody confirmed. */
  waiting: WaitingScreen | null
  /** Whether it is known by now which screen it is. */
  isIdentified: boolean
  lastWordAt: number
  word: ScreenStatus | null
  clockDifferenceMs: number | null
  failed: { scene: string; error: string }[]
  /** Scenes whose failure the log already has. */
  logged: Set<string>
}

export function isLive(lastWordAt: number): boolean {
  return Date.now() - lastWordAt <= silentAfterMs
}

/** Logs each failed scene once per wall. */
export function logFailures({ wall, failed, logged }: HeardScreen, log: Logger): void {
  for (const { scene, error } of failed) {
    if (logged.has(scene) || logged.size >= mostLogged) continue
    logged.add(scene)
    log.warn({ screen: wall.key, scene, error }, 'a scene failed on a screen')
  }
}
