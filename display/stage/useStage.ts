import { useInterval, useWindowSize } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import type { Orientation } from '../ui/orientation.ts'

/** Sizes of the logical canvas, px; scenes are laid out in these. */
const canvases: Record<Orientation, { width: number; height: number }> = {
  landscape: { width: 1920, height: 1080 },
  portrait: { width: 1080, height: 1920 },
}

/** Offsets of the canvas against burn-in, logical px, and how long each lasts, ms. */
const offsets = [
  [0, 0],
  [3, 2],
  [-2, 3],
  [-3, -2],
  [2, -3],
] as const
const offsetMs = 180_000

export interface Stage {
  orientation: ComputedRef<Orientation>
  /** CSS of the canvas: its size, scaled and centred. */
  style: ComputedRef<Record<string, string>>
}

/** Scales the canvas to a panel of this size, px, and centres it; odd ratios are letterboxed. */
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

/** The canvas fitted to this window. Ends with its scope. */
export function useStage(): Stage {
  const { width, height } = useWindowSize()
  const step = useInterval(offsetMs)
  const fitted = computed(() => fit(width.value, height.value))
  return {
    orientation: computed(() => fitted.value.orientation),
    style: computed(() => {
      const { orientation, scale, x, y } = fitted.value
      const canvas = canvases[orientation]
      const [offsetX, offsetY] = offsets[step.value % offsets.length] ?? offsets[0]
      return {
        width: `${canvas.width}px`,
        height: `${canvas.height}px`,
        transform: `translate(${x + offsetX * scale}px, ${y + offsetY * scale}px) scale(${scale})`,
      }
    }),
  }
}
