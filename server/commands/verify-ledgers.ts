import { verifyVillage } from '../../db/verify.ts'
import { listVillages, mustFindVillage } from '../../db/villages.ts'
import { type VerifyReport } from '../contract/villages.ts'
import { type CommandParts } from './index.ts'

/** Recomputes chain and totals of one village, or of all, and compares. */
export function verifyLedgers(
  { store }: CommandParts,
  { village }: { village: string | null },
): VerifyReport[] {
  const villages = village === null ? listVillages(store) : [mustFindVillage(store, village)]
  return villages.map((one) => verifyVillage(store, one))
}
