/** The process that proves one copy: started by proveInChild.ts, told the file, gone when it has answered. */
import { Unusable } from '../../db/store/sqlite/openCopy.ts'
import { isDiskFull } from '../../db/store/store.ts'
import { type ProofAnswer } from './proveInChild.ts'
import { proveCopy } from './prove.ts'

async function prove(file: string): Promise<ProofAnswer> {
  try {
    return { proof: await proveCopy(file) }
  } catch (error) {
    if (isDiskFull(error)) return { reason: 'full' }
    if (error instanceof Unusable) return { reason: error.reason, message: error.message }
    throw error
  }
}

// Without the server there is nobody to prove it for.
process.once('disconnect', () => process.exit())
process.once('message', (file) => {
  void prove(String(file)).then((answer) =>
    process.send?.(answer, undefined, undefined, () => process.disconnect()),
  )
})
