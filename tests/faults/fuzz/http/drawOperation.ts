import type { Random } from '../../random.ts'
import type { DescribedOperation } from './httpCases.ts'

/** Operations that cost much are drawn again in all cases but this share. */
const rare: Record<string, number> = {
  signIn: 0.1,
  setup: 0.1,
  closeDoor: 0.1,
  changePassword: 0.1,
  createVillage: 0.1,
  removeSample: 0.05,
  makeBackup: 0.05,
  readBackup: 0.05,
  startImport: 0.2,
  startVerification: 0.2,
  addStaff: 0.2,
  addPerson: 0.2,
}

/** Any operation; those that cost much less often. */
export function drawOperation(operations: readonly DescribedOperation[], random: Random): DescribedOperation {
  for (;;) {
    const any = random.pick(operations)
    if (!any) throw new Error('the description names no operation')
    // Workbooks cost fifty times as much as anything else.
    const share = rare[any.operationId] ?? (any.path.endsWith('.xlsx') ? 0.1 : 1)
    if (random.chance(share)) return any
  }
}
