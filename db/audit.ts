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
