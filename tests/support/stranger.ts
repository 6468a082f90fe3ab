/** Commands as an account without rights of its own. */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { programFile } from '../../server/builtFiles.ts'
import { type Ended, run } from './yiping.ts'

const account = { uid: 65_534, gid: 65_534 }

/** Whether commands can run as another account and find the program there: as root. Says so where not. */
export const hasStranger = ((): boolean => {
  try {
    if (process.getuid?.() !== 0) throw new Error('not root')
    execFileSync(process.execPath, ['--check', programFile('cli')], { stdio: 'ignore', ...account })
    return true
  } catch {
    process.stderr.write('No command can run as another account here: tests of rights are skipped.\n')
    return false
  }
})()

/** Runs `yiping` as the stranger. */
export function yipingAsStranger(words: string[], env: NodeJS.ProcessEnv, input = ''): Promise<Ended> {
  const entry = programFile(words[0] === 'serve' ? 'main' : 'cli')
  return run(process.execPath, [entry, ...words], env, input, account)
}

/** Makes the stranger the owner of a file or folder. */
export function giveToStranger(path: string): void {
  chownSync(path, account.uid, account.gid)
}

/** Makes a folder of the stranger's. */
export function makeStrangersFolder(folder: string): void {
  mkdirSync(folder)
  chmodSync(folder, 0o700)
  giveToStranger(folder)
}
