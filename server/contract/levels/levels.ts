/** Evaluations of levels (星级), and the public check of a certificate. */
import { z } from 'zod'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points, pointUnit } from '../fields/points.ts'
import { levelScheme } from '../villages/villages.ts'

const line = z.object({
  door: z.string(),
  head: z.string(),
  group: z.string(),
  score: points,
  rank: z.int(),
  level: z.string(),
  stars: z.int(),
})

/** The period: its name, and its first and last day. */
const period = { key: z.string(), from: localDate, to: localDate }

export const evaluationPreview = z.object({
  ...period,
  scheme: levelScheme,
  /** How many the village has. */
  households: z.int(),
  lines: z.array(line),
  /** Doors that a veto keeps from having a level. */
  vetoed: z.array(z.object({ door: z.string(), text: z.string(), seq: z.int() })),
})
export type EvaluationPreview = z.infer<typeof evaluationPreview>

/** The period that this day lies in. */
export const evaluationQuery = z.object({ on: localDate })
export const newEvaluation = z.object({ id: clientId, on: localDate })

export const evaluationView = z.object({
  id: z.int(),
  ...period,
  scheme: levelScheme,
  households: z.int(),
  /** Where the ledger ended when it was made. */
  seq: z.int(),
  head: z.string(),
  /** UTC. */
  madeAt: z.string(),
  madeBy: z.string(),
  awarded: z.int(),
  /** A later evaluation of the same period counts. */
  isReplaced: z.boolean(),
})
export type EvaluationView = z.infer<typeof evaluationView>

export const evaluationWithLines = evaluationView.extend({
  /** With the token that the QR code of its certificate carries. */
  lines: z.array(line.extend({ token: z.string() })),
})
export type EvaluationWithLines = z.infer<typeof evaluationWithLines>

/** A certificate as anybody who has its code may check it; the name is on the paper. */
export const certificateView = z.object({
  token: z.string(),
  village: z.string(),
  slug: z.string(),
  door: z.string(),
  /** As the public may see it. */
  name: z.string().nullable(),
  level: z.string(),
  stars: z.int(),
  score: points,
  unit: pointUnit,
  place: z.int(),
  households: z.int(),
  period: z.string(),
  from: localDate,
  to: localDate,
  /** UTC. */
  issuedAt: z.string(),
  chain: z.object({ seq: z.int(), head: z.string() }),
  /** `replaced`: a later evaluation of the period counts; `broken`: signature or ledger do not hold. */
  state: z.enum(['valid', 'replaced', 'broken']),
  /** The text that is signed, its Ed25519 signature, and the public key (SPKI, DER), both base64url. */
  text: z.string(),
  signature: z.string(),
  publicKey: z.string(),
})
export type CertificateView = z.infer<typeof certificateView>
