import { computed, type ComputedRef, type Ref, ref } from 'vue'
import { completePlaylist, type ScreenSettings } from '../../server/domain/board/screens.ts'
import { cutText } from '../../server/domain/text/characters.ts'
import type { Scene, Shown } from '../scenes/scene.ts'
import type { PlaylistEntry } from './usePlaylist.ts'

/** A scene that threw is left out this long, ms. */
const restMs = 10 * 60_000

export interface SceneFailure {
  scene: string
  error: string
}

export interface SceneChoice {
  /** What the playlist can show now, in its order. */
  entries: ComputedRef<readonly PlaylistEntry[]>
  /** Scenes that threw since the page was opened. */
  failed: Readonly<Ref<readonly SceneFailure[]>>
  /** Leaves a scene out for a while. */
  skip: (scene: string, error: unknown) => void
}

export interface SceneOptions {
  /** Those that are loaded. */
  scenes: () => readonly Scene[]
  /** Null before the first board. */
  shown: () => Shown | null
  settings: () => ScreenSettings
  /** Show this scene alone, while it has anything to show. */
  pinned: string | null
}

/** Chooses which scenes are shown, in which order, with how many pages. */
export function useScenes({ scenes, shown, settings, pinned }: SceneOptions): SceneChoice {
  const failures = ref<(SceneFailure & { until: number })[]>([])

  function skip(scene: string, error: unknown): void {
    console.error(`scene ${scene} failed`, error)
    const failure = { scene, error: cutText(String(error), 200), until: Date.now() + restMs }
    failures.value = [...failures.value.filter((one) => one.scene !== scene), failure]
  }

  /** A scene whose `pages` throws is left out like one that cannot be rendered. */
  function pagesOf(scene: Scene, now: Shown): number {
    if (failures.value.some(({ scene: name, until }) => name === scene.name && until > Date.now())) return 0
    try {
      return scene.pages(now)
    } catch (error) {
      queueMicrotask(() => skip(scene.name, error))
      return 0
    }
  }

  const entries = computed<readonly PlaylistEntry[]>((before) => {
    const now = shown()
    if (!now) return before ?? []
    const loaded = scenes()
    const names = loaded.map(({ name }) => name)
    const all = completePlaylist(settings().playlist, names).flatMap(({ scene: name, on, dwellSeconds }) => {
      const scene = loaded.find((one) => one.name === name)
      if (!scene || !(on || name === pinned)) return []
      const dwellMs = dwellSeconds === null ? scene.dwellMs : dwellSeconds * 1_000
      return [{ name, dwellMs, pages: pagesOf(scene, now) }]
    })
    // An activity may have the wall for itself while people sign in.
    const only = pinned ?? (now.board.activity?.alone ? 'activity' : null)
    const alone = all.filter(({ name, pages }) => name === only && pages > 0)
    const next = alone.length > 0 ? alone : all
    return before && JSON.stringify(before) === JSON.stringify(next) ? before : next
  })

  return { entries, failed: failures, skip }
}
