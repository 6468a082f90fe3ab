import type { Logger } from 'pino'
import type { ScreenStatus } from '../../../db/villages/screens.ts'
import { type ScreenOrder, silentAfterMs } from '../../contract/live/live.ts'
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

/** An open wall of any process as it was seen last. */
export interface SeenScreen {
  wall: Omit<OpenScreen, 'send'>
  /** It is not the screen of its name, as far as anybody confirmed. */
  waiting: WaitingScreen | null
  lastWordAt: number
  word: ScreenStatus | null
  clockDifferenceMs: number | null
  failed: { scene: string; error: string }[]
}

/** An open wall of this process and its last status. */
export interface HeardScreen extends SeenScreen {
  wall: OpenScreen
  /** Whether it is known by now which screen it is. */
  isIdentified: boolean
  /** Scenes whose failure the log already has. */
  logged: Set<string>
}

/** A wall without what is of its process alone. */
export function seen({
  wall,
  waiting,
  lastWordAt,
  word,
  clockDifferenceMs,
  failed,
}: HeardScreen): SeenScreen {
  const { send: _send, ...place } = wall
  return { wall: place, waiting, lastWordAt, word, clockDifferenceMs, failed }
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
