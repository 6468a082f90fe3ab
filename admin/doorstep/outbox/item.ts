/** What was done at a door and must reach the server: a visit, a score or a look at what was put right, with photos. */
import type { NewMendingDecision } from '../../../server/contract/mendings/mendings.ts'
import type { NewDoorScore, NewVisit } from '../../../server/contract/rounds/doorstep.ts'
import type { PointUnit } from '../../../server/domain/points/unit.ts'

interface Facts {
  /** UUID of version 7, also the server's id; its order is the order of making. */
  id: string
  /** Username of who did it; nobody else sends it. */
  user: string
  /** That person's name, shown to others who use the phone. */
  name: string
  /** Slug. */
  village: string
  head: string
  /** What it was, in words. */
  text: string
  /** Expected by the phone, then as given by the server; signed. */
  points: number | null
  /** In which the points are counted; whole points in items of earlier versions. */
  unit?: PointUnit
  /** `waiting` to be sent; `refused` by the server, for `reason`; `sent` and acknowledged. */
  state: 'waiting' | 'refused' | 'sent'
  reason: string
  /** Of what is sent: ms since 1970, and the server's epoch that it was acknowledged under. */
  sentAt: number | null
  epoch: string | null
  /** Ids of uploaded photos. */
  photosSent: string[]
}

export type Item = Facts &
  (
    | { kind: 'visit'; round: number; body: NewVisit }
    | { kind: 'score'; body: NewDoorScore }
    | { kind: 'mending'; seq: number; body: NewMendingDecision & { door: string } }
  )

export interface Photo {
  id: string
  /** JPEG. */
  blob: Blob
}

/** Whether it counts as done, as far as the phone knows. */
export function counts({ state }: Item): boolean {
  return state !== 'refused'
}

export function photosOf({ body }: Item): string[] {
  return body.photos ?? []
}
