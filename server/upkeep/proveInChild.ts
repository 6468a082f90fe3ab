/** Proves a copy in a child process: reading a whole database would block the server for seconds. */
import { fork } from 'node:child_process'
import { Unusable } from '../../db/store/sqlite/soundness/openCopy.ts'
import { programFile } from '../builtFiles.ts'
import type { Proof } from './prove.ts'

/** Message of the child process. */
export type ProofAnswer =
  { proof: Proof } | { reason: 'full' } | { reason: Unusable['reason']; message: string }

/**
 * Proves a private copy, which is brought to the present schema.
 *
 * @param signal ends the process
 * @throws Unusable when it is empty, foreign or of a newer version; ENOSPC when the disk is full
 */
export function proveInChild(file: string, signal: AbortSignal): Promise<Proof> {
  return new Promise((resolve, reject) => {
    const child = fork(programFile('proveChild'), {
      signal,
      killSignal: 'SIGKILL',
      execArgv: [],
      // Without the server's settings and secrets.
      env: Object.fromEntries(
        ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'].map((name) => [name, process.env[name]]),
      ),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let complaints = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      complaints = (complaints + chunk).slice(-4000)
    })
    child.on('message', (answer: ProofAnswer) => {
      if ('proof' in answer) resolve(answer.proof)
      else if (answer.reason === 'full')
        reject(Object.assign(new Error(`no room to check ${file}`), { code: 'ENOSPC' }))
      else reject(new Unusable(answer.reason, answer.message))
    })
    child.once('error', reject)
    child.once('close', (code, cause) =>
      reject(new Error(`the check of ${file} ended with ${cause ?? code}: ${complaints}`)),
    )
    child.send(file, () => {})
  })
}
