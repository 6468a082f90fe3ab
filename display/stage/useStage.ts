import { computed, type ComputedRef, onScopeDispose, ref } from 'vue'

export type Orientation = 'landscape' | 'portrait'

/** The logical canvas; a scene is laid out once in its pixels. */
export const canvases: Record<Orientation, { width: number; height: number }> = {
  landscape: { width: 1920, height: 1080 },
  portrait: { width: 1080, height: 1920 },
}

/** How far the stage wanders to spare the panel, logical px, and how often, ms. */
const wander = [
  [0, 0],
  [3, 2],
  [-2, 3],
  [-3, -2],
  [2, -3],
] as const
const wanderEveryMs = 180_000

export interface Stage {
  orientation: ComputedRef<Orientation>
  /** CSS of the canvas: its size, scaled and centred. */
  style: ComputedRef<Record<string, string>>
}

/** Fits the canvas to the panel, whatever its size; odd ratios are letterboxed. */
export function fit(
  width: number,
  height: number,
): { orientation: Orientation; scale: number; x: number; y: number } {
  const orientation = width >= height ? 'landscape' : 'portrait'
  const canvas = canvases[orientation]
  const scale = Math.min(width / canvas.width, height / canvas.height)
  return {
    orientation,
    scale,
    x: (width - canvas.width * scale) / 2,
    y: (height - canvas.height * scale) / 2,
  }
}

/** The stage of this window. */
export function useStage(): Stage {
  const size = ref({ width: innerWidth, height: innerHeight })
  const step = ref(0)
  const measure = () => (size.value = { width: innerWidth, height: innerHeight })
  addEventListener('resize', measure)
  const wandering = setInterval(() => (step.value = (step.value + 1) % wander.length), wanderEveryMs)
  onScopeDispose(() => {
    removeEventListener('resize', measure)
    clearInterval(wandering)
  })
  const fitted = computed(() => fit(size.value.width, size.value.height))
  return {
    orientation: computed(() => fitted.value.orientation),
    style: computed(() => {
      const { orientation, scale, x, y } = fitted.value
      const [offsetX, offsetY] = wander[step.value] ?? wander[0]
      return {
        width: `${canvases[orientation].width}px`,
        height: `${canvases[orientation].height}px`,
        transform: `translate(${x + offsetX * scale}px, ${y + offsetY * scale}px) scale(${scale})`,
      }
    }),
  }
}
