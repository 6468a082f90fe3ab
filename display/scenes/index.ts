/** Scenes are found by their files: a file here and its words make a scene. */
import { type Component, onScopeDispose, type ShallowRef, shallowRef } from 'vue'
import { whenIdle } from '../../server/domain/page/whenIdle.ts'
import * as leaders from './leaders.vue'
import type { Scene, SceneDefinition } from './scene.ts'

interface SceneFile {
  default: Component
  scene: SceneDefinition
}

/** Delay before a file that could not be loaded is requested again, ms. */
const retryMs = 3_000
/** What most walls begin with comes with the page. */
const early = sceneOf('leaders', leaders)
const loaders = new Map(
  Object.entries(import.meta.glob<SceneFile>(['./*.vue', '!./leaders.vue'])).map(([path, load]) => [
    path.replace('./', '').replace('.vue', ''),
    load,
  ]),
)

function sceneOf(name: string, { default: component, scene }: SceneFile): Scene {
  return { ...scene, component, name }
}

let loaded = (): void => {}
/** Settles when a wall has loaded all scenes: from then on it needs no more code. */
export const allLoaded = new Promise<void>((resolve) => (loaded = resolve))

export interface SceneFiles {
  /** The scenes that are loaded, in the order of the default playlist. */
  scenes: Readonly<ShallowRef<readonly Scene[]>>
  /** Whether each scene was loaded, or could not be. */
  isSettled: Readonly<ShallowRef<boolean>>
  /** Loads all scenes, once the page is idle. Those that cannot be loaded are requested again until they can. */
  loadAll: () => Promise<void>
}

/**
 * The scenes of a wall: first the one that it begins with, the others after its first picture. Ends with its scope.
 *
 * @param first name of that scene
 */
export function useSceneFiles(first: string): SceneFiles {
  const isEarly = !loaders.has(first)
  const scenes = shallowRef<readonly Scene[]>(isEarly ? [early] : [])
  const isSettled = shallowRef(false)
  let isOver = false
  onScopeDispose(() => (isOver = true))
  const begun = load(first)

  /** Does nothing for a scene that is there. */
  async function load(name: string): Promise<void> {
    const file = loaders.get(name)
    if (!file || isOver || scenes.value.some((scene) => scene.name === name)) return
    try {
      add(sceneOf(name, await file()))
    } catch {
      // The network may be away.
    }
  }

  function add(scene: Scene): void {
    scenes.value = [...scenes.value, scene].sort((a, b) => a.order - b.order)
  }

  async function loadAll(): Promise<void> {
    await begun
    await whenIdle()
    if (!isEarly) add(early)
    while (!isOver) {
      await Promise.all([...loaders.keys()].map(load))
      isSettled.value = true
      if (scenes.value.length > loaders.size) return loaded()
      await new Promise((resume) => setTimeout(resume, retryMs))
    }
  }

  return { scenes, isSettled, loadAll }
}
