/** The child process that proves one copy; started by proveInChild.ts. */
import { isDiskFull } from '../../db/store/diskFaults.ts'
import { Unusable } from '../../db/store/sqlite/soundness/openCopy.ts'
import { proveCopy } from './prove.ts'
import type { ProofAnswer } from './proveInChild.ts'

async function prove(file: string): Promise<ProofAnswer> {
  try {
    return { proof: await proveCopy(file) }
  } catch (error) {
    if (isDiskFull(error)) return { reason: 'full' }
    if (error instanceof Unusable) return { reason: error.reason, message: error.message }
    throw error
  }
}

// Exits with the server.
process.once('disconnect', () => process.exit())
process.once('message', (file) => {
  void prove(String(file)).then((answer) =>
    process.send?.(answer, undefined, undefined, () => process.disconnect()),
  )
})
