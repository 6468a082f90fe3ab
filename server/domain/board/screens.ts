/** What one screen shows and how: the panel writes it, the server keeps and pushes it, the wall obeys. */
import type { ThemeName } from './theme.ts'

/** What of the points counts on a screen: the whole season, or the running month. */
export const boardPeriods = ['season', 'month'] as const
export type BoardPeriod = (typeof boardPeriods)[number]

/** What the leaders can be ranked by: the season, or what was earned in the running year, quarter or month. */
export const leaderPeriods = ['season', 'year', 'quarter', 'month'] as const
export type LeaderPeriod = (typeof leaderPeriods)[number]

/** One scene's place in a playlist. Scenes are named by their files; unknown names are passed over. */
export interface PlaylistItem {
  scene: string
  on: boolean
  /** How long a page stands, s; null for what the scene itself asks for. */
  dwellSeconds: number | null
  /** Of the leaders alone: what they are ranked by, a page each in this order; the screen's own period where absent. */
  periods?: LeaderPeriod[] | undefined
}

/** Local times between which a screen shows anything, HH:MM; `from` after `to` runs over midnight. */
export interface OpenHours {
  from: string
  to: string
}

export interface ScreenSettings {
  theme: ThemeName
  period: BoardPeriod
  /** Id of the one group to show; null for all. */
  group: number | null
  /** Null for always. */
  hours: OpenHours | null
  /** No motion. */
  calm: boolean
  /** A soft sound with each banner. */
  sound: boolean
  /** New postings and notices are read aloud, where the box has a voice; absent for no. */
  speech?: boolean | undefined
  /** In this order; scenes that it does not name follow in their own order, and are on. */
  playlist: PlaylistItem[]
}

/** What a screen shows that nobody has set. */
export const defaultSettings: ScreenSettings = {
  theme: 'qing',
  period: 'season',
  group: null,
  hours: null,
  calm: false,
  sound: false,
  playlist: [],
}

/** Whether a screen with these hours is on at a local time, HH:MM. */
export function isOpenAt(hours: OpenHours | null, time: string): boolean {
  if (!hours || hours.from === hours.to) return true
  const { from, to } = hours
  return from < to ? time >= from && time < to : time >= from || time < to
}

/** The scene that a playlist begins with; null where it names none that is on. */
export function firstScene(playlist: readonly PlaylistItem[]): string | null {
  return playlist.find(({ on }) => on)?.scene ?? null
}

/** What the leaders are ranked by on a screen, a page each. A screen that is set to the month knows no season. */
export function leaderPeriodsOf({
  period,
  playlist,
}: Pick<ScreenSettings, 'period' | 'playlist'>): LeaderPeriod[] {
  const chosen = playlist.find(({ scene }) => scene === 'leaders')?.periods ?? []
  const named = chosen.length > 0 ? chosen : (['season'] as const)
  return [...new Set(named.map((one) => (one === 'season' ? period : one)))]
}

/** A playlist with every known scene in it, each once. */
export function completePlaylist(
  playlist: readonly PlaylistItem[],
  scenes: readonly string[],
): PlaylistItem[] {
  const known = playlist.filter(
    ({ scene }, index) =>
      scenes.includes(scene) && playlist.findIndex((other) => other.scene === scene) === index,
  )
  const rest = scenes.filter((scene) => !known.some((item) => item.scene === scene))
  return [...known, ...rest.map((scene) => ({ scene, on: true, dwellSeconds: null }))]
}
