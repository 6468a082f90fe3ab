import { z } from 'zod'
import { areUsable, tokenScopes } from '../../domain/connections/tokens.ts'
import { clientId } from '../fields/ids.ts'
import { localDate } from '../fields/localDate.ts'
import { points } from '../fields/points.ts'
import { oneLine } from '../fields/text.ts'
import { newPosting } from '../scores/postings.ts'

/** An access token as administrators see it; the secret is not in it. */
export const tokenView = z.object({
  id: z.int(),
  name: z.string(),
  /** First characters of the secret. */
  prefix: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  /** Valid in all villages. */
  everywhere: z.boolean(),
  /** Last local date on which it is valid. */
  expiresOn: localDate,
  /** UTC, as all moments here. */
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  /** Kept once a minute at most; null before the first use. */
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  /** Null where the restore of a backup revoked it. */
  revokedBy: z.string().nullable(),
  state: z.enum(['valid', 'expired', 'revoked']),
  /** Whether the caller may revoke it: tokens for all villages are those of administrators of all. */
  mayRevoke: z.boolean(),
})
export type TokenView = z.infer<typeof tokenView>

export const newToken = z.object({
  /** Stands beside what it enters. */
  name: oneLine(1, 32),
  scopes: z.array(z.enum(tokenScopes)).max(tokenScopes.length).refine(areUsable, 'token-does-nothing'),
  expiresOn: localDate,
  /** Valid in all villages; only administrators of all villages make such tokens. */
  everywhere: z.boolean().default(false),
})

/** A token just made: the only answer that has its secret. */
export const madeToken = z.object({ token: tokenView, secret: z.string() })

/** A score as another program enters it. */
export const newTokenScore = newPosting.omit({ photos: true })

/** One score, or up to 500 that are written together or not at all. */
export const newTokenScores = z.union([newTokenScore, z.array(newTokenScore).min(1).max(500)])

/** What came of a score that the token entered. */
export const tokenScore = z.object({
  id: clientId,
  state: z
    .enum(['waiting', 'posted', 'reversed', 'stopped', 'withdrawn'])
    .describe(
      '`waiting` for a review; `stopped` by a reviewer or `withdrawn` before it counted; `reversed` after it counted',
    ),
  /** Number of its posting in the ledger; null while there is none. */
  seq: z.int().nullable(),
  points,
})

export const tokenScoreList = z.object({ items: z.array(tokenScore) })
