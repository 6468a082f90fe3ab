/**
 * What the command line can ask for. Each command runs where the database is:
 * in the running server when there is one, else in the command's own process.
 */
import { type Store } from '../../db/store.ts'
import { type Proof } from '../upkeep/prove.ts'
import { type Backups } from '../upkeep/backups.ts'
import { addUser, type UserInput } from './add-user.ts'
import { backUp } from './back-up.ts'
import { importWorkbook, type ImportInput, type ImportReport } from './import-workbook.ts'
import { changeSample } from './sample.ts'
import { type PasswordInput, setPassword } from './setPassword.ts'
import { type VerifyInput, verifyLedgers } from './verify-ledgers.ts'

export interface CommandParts {
  store: Store
  backups: Backups
  /** Whether nobody else works with this process, so that it may be held for long. */
  isAlone?: boolean
}

export type OnProgress = (progress: unknown) => void

/** All commands by name; they throw an Error whose message is a sentence when they refuse. */
export const commands = {
  'add-user': (parts: CommandParts, input: UserInput): Promise<{ username: string }> => addUser(parts, input),
  'back-up': (parts: CommandParts, input: { file: string }): Promise<{ file: string }> =>
    backUp(parts, input),
  'import-workbook': (
    parts: CommandParts,
    input: ImportInput,
    onProgress: OnProgress,
  ): Promise<ImportReport> => importWorkbook(parts, input, onProgress),
  sample: async (parts: CommandParts, input: { action: 'load' | 'remove' }): Promise<{ village: string }> =>
    changeSample(parts, input),
  'set-password': (parts: CommandParts, input: PasswordInput): Promise<{ username: string }> =>
    setPassword(parts, input),
  'verify-ledgers': (parts: CommandParts, input: VerifyInput): Promise<Proof> => verifyLedgers(parts, input),
}

export type CommandName = keyof typeof commands
