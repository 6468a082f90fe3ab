/** Requests that should be accepted, by name of the operation. */
import { soundAccounts } from './accounts.ts'
import { soundDesk } from './desk.ts'
import { soundGatherings } from './gatherings.ts'
import { soundLedger } from './ledger.ts'
import { soundPrograms } from './programs.ts'
import { soundResidents } from './residents.ts'
import type { MakeSound } from './sound.ts'

export const soundCases: Record<string, MakeSound> = {
  ...soundAccounts,
  ...soundResidents,
  ...soundLedger,
  ...soundDesk,
  ...soundPrograms,
  ...soundGatherings,
}
