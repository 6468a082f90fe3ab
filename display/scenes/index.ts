/** Scenes are found by their files: a file here and its words make a scene. */
import type { Component } from 'vue'
import type { Scene, SceneDefinition } from './scene.ts'

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
