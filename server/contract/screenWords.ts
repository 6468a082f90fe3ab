/** What screens say to the server, parsed there. */
import { z } from 'zod'

/** What a screen says when it connects; `seq` and `epoch` of the board it already has. */
export const liveHandshake = z.object({
  village: z.string().min(1).max(64),
  screen: z.string().max(32).optional(),
  /** True for the panel's picture of a screen: it is told what the screen shows, and counts for nothing. */
  preview: z.boolean().optional(),
  seq: z.int().min(0).optional(),
  epoch: z.string().max(64).optional(),
})

/**
 * A screen's word about itself, said on connecting, every heartbeat, and when
 * it found a gap. Where seq or epoch differ from the server's, a `board` follows.
 */
export const screenHello = z.object({
  seq: z.int().min(0),
  epoch: z.string().max(64),
  /** Of the panel, device pixels. */
  width: z.int().min(0).max(100_000),
  height: z.int().min(0).max(100_000),
  build: z.string().max(64),
  scene: z.string().max(32),
  /** The screen's own clock, ms since 1970. */
  clock: z.number().int().optional(),
  /** All scenes of its build; said on connecting. */
  scenes: z
    .array(z.object({ name: z.string().max(32), title: z.string().max(64) }))
    .max(40)
    .optional(),
  /** Scenes that threw, and why. */
  failed: z
    .array(z.object({ scene: z.string().max(32), error: z.string().max(200) }))
    .max(20)
    .optional(),
})
export type ScreenHello = z.infer<typeof screenHello>
