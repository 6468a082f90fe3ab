/** Scenes are found by their files: add a file here and its words, and the wall has a scene. */
import { type Component } from 'vue'
import { type Board, type BoardHousehold } from '../../server/domain/board/board.ts'
import { type Standing } from '../../server/domain/ranking/ranking.ts'
import { type Orientation } from '../ui/orientation.ts'

/** What a scene may show. */
export interface Shown {
  board: Board
  standings: Standing<BoardHousehold>[]
  orientation: Orientation
}

/** What every scene is given. */
export interface SceneProps extends Shown {
  /** From 1. */
  page: number
}

/** What a scene's file says of itself, as `export const scene`. */
export interface SceneDefinition {
  /** Place in the default playlist. */
  order: number
  /** How long a page stands, ms. */
  dwellMs: number
  /** How many pages there are to show now; 0 skips the scene. */
  pages: (shown: Shown) => number
}

export interface Scene extends SceneDefinition {
  /** The file's name: `just-now` of `just-now.vue`. */
  name: string
  component: Component
}

interface SceneFile {
  default: Component
  scene: SceneDefinition
}

const files = import.meta.glob<SceneFile>('./*.vue', { eager: true })

/** All scenes in the order of the default playlist. */
export const scenes: Scene[] = Object.entries(files)
  .map(([path, { default: component, scene }]) => ({
    ...scene,
    component,
    name: path.replace('./', '').replace('.vue', ''),
  }))
  .sort((a, b) => a.order - b.order)
