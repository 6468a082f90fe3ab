import { localDateAt } from '../../server/domain/calendar/calendar.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from './findVillages.ts'

/** The local date in the village now. @throws Refused when there is no such village */
export async function today(store: Store, village: number): Promise<string> {
  return localDateAt(Date.now(), (await mustFindVillageById(store, village)).timezone)
}
