import type { Scope } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { withNames } from './auditNames.ts'

/** Who changes something, and in which village; null for all of them together. */
export type Changer = Pick<Scope, 'user'> & { village: number | null }

/**
 * Records a change outside the ledger, with names in place of ids. Call it in the
 * transaction of the change.
 *
 * @param action what was done, such as `rule.changed`
 * @param subject what it was done to, such as a rule's text
 */
export async function recordChange(
  store: Store,
  by: Changer,
  action: string,
  subject: string,
  before: unknown,
  after: unknown,
): Promise<void> {
  const { village, user } = by
  const written = async (value: unknown) =>
    value === null ? null : JSON.stringify(await withNames(store, village, value))
  await store.insert('audit', {
    village_id: village,
    user_id: user,
    action,
    subject,
    before: await written(before),
    after: await written(after),
    recorded_at: new Date().toISOString(),
  })
}

/** A recorded change. */
export interface AuditEntry {
  id: number
  /** UTC. */
  at: string
  /** Null for the command line and the server itself. */
  by: string | null
  action: string
  subject: string
  before: unknown
  after: unknown
}

export interface AuditQuery {
  /** Part of an action, its subject, who did it, or what was changed. */
  text?: string | undefined
  /** Actions that match as well: their words contain the text. */
  actions?: readonly string[]
  /** Include changes to all villages together. */
  everywhere?: boolean
  /** Only those with a smaller id. */
  below?: number | null
  limit: number
}

/** Changes of a village, the newest first. */
export async function listAudit(
  store: Store,
  village: number,
  { text = '', actions = [], everywhere = false, below = null, limit }: AuditQuery,
): Promise<AuditEntry[]> {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const rows = await store.all<
    Omit<AuditEntry, 'before' | 'after'> & {
      before: string | null
      after: string | null
    }
  >(
    `SELECT a.id, a.recorded_at AS at, u.display_name AS "by", a.action, a.subject, a.before, a.after
       FROM audit a LEFT JOIN users u ON u.id = a.user_id
       WHERE (a.village_id = @village OR (@everywhere = 1 AND a.village_id IS NULL)) AND (@below IS NULL OR a.id < @below)
         AND (lower(a.action) LIKE @pattern ESCAPE '\\' OR lower(a.subject) LIKE @pattern ESCAPE '\\'
           OR lower(u.display_name) LIKE @pattern ESCAPE '\\' OR lower(a.before) LIKE @pattern ESCAPE '\\'
           OR lower(a.after) LIKE @pattern ESCAPE '\\'
           OR a.action = ANY(@actions))
       ORDER BY a.id DESC LIMIT @limit`,
    {
      village,
      below,
      pattern,
      limit,
      everywhere: everywhere ? 1 : 0,
      actions,
    },
  )
  return rows.map((row) => ({ ...row, before: parsed(row.before), after: parsed(row.after) }))
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
