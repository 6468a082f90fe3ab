import { z } from 'zod'
import { boardPeriods, leaderPeriods } from '../../domain/board/screens.ts'
import { type ThemeName, themes } from '../../domain/board/theme.ts'
import { localTime } from '../fields/localTime.ts'
import { privateTo } from '../fields/privateTo.ts'
import { oneLine } from '../fields/text.ts'

const themeNames = Object.keys(themes) as [ThemeName, ...ThemeName[]]

export const playlistItem = z.object({
  scene: oneLine(1, 32),
  on: z.boolean(),
  /** s; null for what the scene asks for. */
  dwellSeconds: z.int().min(1).max(600).nullable(),
  /** Of the leaders: what they are ranked by, a page each. */
  periods: z.array(z.enum(leaderPeriods)).max(leaderPeriods.length).optional(),
})

export const screenSettings = z.object({
  theme: z.enum(themeNames),
  period: z.enum(boardPeriods),
  group: z.int().nullable(),
  hours: z.object({ from: localTime, to: localTime }).nullable(),
  calm: z.boolean(),
  sound: z.boolean(),
  speech: z.boolean().optional(),
  playlist: z.array(playlistItem).max(40),
})

/** `live`: heard within 12 s; `silent`: connected, but no word; `away`: not connected. */
export const screenStates = ['live', 'silent', 'away'] as const

/** A screen as the panel lists it. What it said of itself stays when it is away. */
export const screenView = z.object({
  id: z.int(),
  /** The `?screen=` of its address; it never changes. */
  key: z.string(),
  /** What people call it. */
  name: z.string(),
  state: z.enum(screenStates),
  /** UTC; null before the first. */
  lastWordAt: z.string().nullable(),
  /** UTC; null while it is away. */
  connectedAt: z.string().nullable(),
  address: privateTo('address', z.string().nullable()),
  /** Device pixels. */
  width: z.int(),
  height: z.int(),
  build: z.string(),
  /** It shows the build that the server serves. */
  isCurrent: z.boolean(),
  scene: z.string(),
  /** Page of the scene, from 1; 0 where the screen has not said it. */
  page: z.int().default(0),
  /** Its clock minus the server's, ms; null while it is away. */
  clockDifferenceMs: z.number().nullable(),
  /** All scenes that its build has. */
  scenes: z.array(z.object({ name: z.string(), title: z.string() })),
  /** Scenes that threw since it was opened, and why. */
  failed: z.array(z.object({ scene: z.string(), error: z.string() })),
  settings: screenSettings,
})
export type ScreenView = z.infer<typeof screenView>

/** A wall that was opened under a name and that nobody has confirmed as that screen. */
export const waitingScreen = z.object({
  id: z.string(),
  /** The `?screen=` of its address. */
  key: z.string(),
  /** What people call the screen that it would take the place of; null for a new one. */
  replaces: z.string().nullable(),
  address: privateTo('address', z.string().nullable()),
  /** Device pixels; 0 until it said so. */
  width: z.int(),
  height: z.int(),
  /** UTC. */
  since: z.string(),
  isOpen: z.boolean(),
})

export const screenList = z.object({
  items: z.array(screenView),
  /** Oldest first. */
  waiting: z.array(waitingScreen),
  /** Walls open without a name in their address. */
  unnamed: z.int(),
})
export type ScreenList = z.infer<typeof screenList>

export const screenPatch = z.object({
  name: oneLine(1, 32).optional(),
  settings: screenSettings.optional(),
})

export const screenOrder = z.object({ type: z.enum(['identify', 'reload']) })
