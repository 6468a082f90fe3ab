import { type AuditQuery, listAudit } from '../../db/audit/audit.ts'
import { membershipsOf } from '../../db/people/users.ts'
import type { Store } from '../../db/store/store.ts'
import { pointUnitsOf } from '../../db/villages/pointUnit.ts'
import type { AuditView } from '../contract/people/people.ts'
import { actionsCalled, tellChange } from '../words/changes/changes.ts'
import type { Language } from '../words/index.ts'

/**
 * Changes of a village in words, the newest first. An administrator of all
 * villages finds here as well what was changed for all of them together.
 *
 * @param reader id of the member of staff
 */
export async function changesFor(
  store: Store,
  village: number,
  reader: number,
  language: Language,
  asked: Pick<AuditQuery, 'text' | 'below' | 'limit'>,
): Promise<AuditView[]> {
  const everywhere = (await membershipsOf(store, reader)).some(
    ({ role, village: where }) => role === 'admin' && where === null,
  )
  const actions = asked.text ? actionsCalled(asked.text) : []
  const entries = await listAudit(store, village, { ...asked, actions, everywhere })
  const unitAt = await pointUnitsOf(store, village)
  return entries.map((entry) => ({ ...entry, ...tellChange({ language, unit: unitAt(entry.id) }, entry) }))
}
