import { localDateAt } from '../../server/domain/calendar/calendar.ts'
import { type Draft } from '../ledger/appender.ts'
import { type Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/villages.ts'

export function drafted(
  id: string,
  household: number,
  season: number,
  day: string,
  request: string,
): Pick<
  Draft,
  | 'id'
  | 'household_id'
  | 'season_id'
  | 'rule_version_id'
  | 'dimension_id'
  | 'units'
  | 'occurred_on'
  | 'note'
  | 'reverses'
  | 'request'
> {
  return {
    id,
    household_id: household,
    season_id: season,
    rule_version_id: null,
    dimension_id: null,
    units: null,
    occurred_on: day,
    note: null,
    reverses: null,
    request,
  }
}

export function localMoment(store: Store, village: number, now: number): { day: string; time: string } {
  const timezone = mustFindVillageById(store, village).timezone
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hour: '2-digit',
    minute: '2-digit',
  }).format(now)
  return { day: localDateAt(now, timezone), time }
}
