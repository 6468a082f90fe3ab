/** Messages of screens to the server. */
import { z } from 'zod'
import { asTyped, reported } from '../fields/text.ts'

/** Handshake of a screen; `seq` and `epoch` of the board it already has. */
export const liveHandshake = z.object({
  village: asTyped(1, 64),
  screen: reported(32).optional(),
  /** Secret of the device, by which a confirmed screen is known again. */
  device: reported(64).optional(),
  /** True for the panel's picture of a screen: it is told what the screen shows, and counts for nothing. */
  preview: z.boolean().optional(),
  /** The screen fetches boards by HTTP: `board` tells it the version alone. Without it, `board` is the whole board. */
  fetch: z.boolean().optional(),
  /** The screen writes points in the board's `unit`. Others are told to reload in villages that count in parts of points. */
  units: z.boolean().optional(),
  seq: z.int().min(0).optional(),
  epoch: asTyped(0, 64).optional(),
})

/**
 * Status of a screen, sent on connecting, with every heartbeat, and after a gap.
 * Where seq or epoch differ from the server's, a `board` follows.
 */
export const screenHello = z.object({
  seq: z.int().min(0),
  epoch: asTyped(0, 64),
  /** Of the panel, device pixels. */
  width: z.int().min(0).max(100_000),
  height: z.int().min(0).max(100_000),
  build: asTyped(0, 64),
  scene: asTyped(0, 32),
  /** Of the scene, from 1; 0 while nothing is shown. Earlier walls do not say it. */
  page: z.int().min(0).max(10_000).optional(),
  /** The screen's own clock, ms since 1970. */
  clock: z.number().int().optional(),
  /** All scenes of its build; said on connecting. */
  scenes: z
    .array(z.object({ name: asTyped(0, 32), title: reported(64) }))
    .max(40)
    .optional(),
  /** Scenes that threw, and why. */
  failed: z
    .array(z.object({ scene: asTyped(0, 32), error: reported(200) }))
    .max(20)
    .optional(),
})
export type ScreenHello = z.infer<typeof screenHello>
