import { type Scope } from './scope.ts'
import { type Store } from './store.ts'

/**
 * Writes down a change to anything but the ledger, which is its own record.
 * Call it in the transaction of the change.
 *
 * @param action what was done, such as `rule.changed`
 * @param subject what it was done to, such as a rule's id
 */
export function recordChange(
  store: Store,
  scope: Pick<Scope, 'user'> & { village: number | null },
  action: string,
  subject: string,
  before: unknown,
  after: unknown,
): void {
  store.run(
    store.sql.insertInto('audit').values({
      village_id: scope.village,
      user_id: scope.user,
      action,
      subject,
      before: before === null ? null : JSON.stringify(before),
      after: after === null ? null : JSON.stringify(after),
      recorded_at: new Date().toISOString(),
    }),
  )
}

/** A change as it was written down. */
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

/**
 * Changes of a village, the newest first.
 *
 * @param text part of an action, its subject, who did it, or what was changed
 * @param below only those with a smaller id
 */
export function listAudit(
  store: Store,
  village: number,
  { text = '', below = null, limit }: { text?: string | undefined; below?: number | null; limit: number },
): AuditEntry[] {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const rows = store
    .prepare(
      `SELECT a.id, a.recorded_at AS at, u.display_name AS "by", a.action, a.subject, a.before, a.after
       FROM audit a LEFT JOIN users u ON u.id = a.user_id
       WHERE a.village_id = @village AND (@below IS NULL OR a.id < @below)
         AND (a.action LIKE @pattern ESCAPE '\\' OR a.subject LIKE @pattern ESCAPE '\\'
           OR u.display_name LIKE @pattern ESCAPE '\\' OR a.before LIKE @pattern ESCAPE '\\'
           OR a.after LIKE @pattern ESCAPE '\\')
       ORDER BY a.id DESC LIMIT @limit`,
    )
    .all({ village, below, pattern, limit }) as (Omit<AuditEntry, 'before' | 'after'> & {
    before: string | null
    after: string | null
  })[]
  return rows.map((row) => ({ ...row, before: parsed(row.before), after: parsed(row.after) }))
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
