import type { Component } from 'vue'
import type { Board, BoardHousehold } from '../../server/domain/board/board.ts'
import type { LeaderPeriod } from '../../server/domain/board/screens.ts'
import type { Standing } from '../../server/domain/ranking/ranking.ts'
import type { Orientation } from '../ui/orientation.ts'

/** What a scene may show. */
export interface Shown {
  board: Board
  standings: Standing<BoardHousehold>[]
  orientation: Orientation
  /** What the leaders are ranked by on this screen, a page each. */
  leaderPeriods: readonly LeaderPeriod[]
}

/** The props of every scene. */
export interface SceneProps extends Shown {
  /** From 1. */
  page: number
}

/** What a scene's file exports as `scene`. */
export interface SceneDefinition {
  /** Place in the default playlist. */
  order: number
  /** How long a page is shown, ms. */
  dwellMs: number
  /** Number of pages now; 0 skips the scene. */
  pages: (shown: Shown) => number
}

export interface Scene extends SceneDefinition {
  /** The file's name: `just-now` of `just-now.vue`. */
  name: string
  component: Component
}
