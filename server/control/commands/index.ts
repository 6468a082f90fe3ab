/**
 * Commands of the command line. Each runs in the process that holds the database:
 * the running server, else the command's own.
 */
import type { z } from 'zod'
import type { Database } from '../../../db/store/store.ts'
import type { Backups } from '../../upkeep/backups.ts'
import type { Proof } from '../../upkeep/prove.ts'
import { Malformed } from '../../words/fields/malformed.ts'
import type { Language } from '../../words/index.ts'
import type { OfficeJobs } from '../../workbook/office/officeJobs.ts'
import { addUser, userInput } from './addUser.ts'
import { backUp, backUpInput } from './backUp.ts'
import { importInput, importWorkbook } from './importWorkbook.ts'
import { changeSample, sampleInput } from './sample.ts'
import { passwordInput, setPassword } from './setPassword.ts'
import { verifyInput, verifyLedgers } from './verifyLedgers.ts'

export interface CommandServices {
  store: Database
  backups: Backups
  /** Does what is to be done with a workbook, in a thread of its own or in this one. */
  workers: OfficeWorkers
  /** Checks the database with the ledger of one village, by its slug, or with all. */
  prove: (village: string | null) => Promise<Proof>
}

/** Performs jobs by their names. */
export interface OfficeWorkers {
  perform: <Name extends keyof OfficeJobs>(
    name: Name,
    input: OfficeJobs[Name]['input'],
  ) => Promise<OfficeJobs[Name]['result']>
}

export type OnProgress = (progress: unknown) => void

/** All commands by name; they throw an Error whose message is a sentence when they refuse. */
const commands = {
  'add-user': { input: userInput, run: addUser },
  'back-up': { input: backUpInput, run: backUp },
  'import-workbook': { input: importInput, run: importWorkbook },
  sample: { input: sampleInput, run: changeSample },
  'set-password': { input: passwordInput, run: setPassword },
  'verify-ledgers': { input: verifyInput, run: verifyLedgers },
}

export type CommandName = keyof typeof commands
export const commandNames = Object.keys(commands) as CommandName[]

export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>
export type CommandResult<Name extends CommandName> = Awaited<ReturnType<(typeof commands)[Name]['run']>>

interface Command {
  input: z.ZodType
  run: (services: CommandServices, input: never, onProgress: OnProgress, language: Language) => unknown
}

/**
 * Parses the input and runs the command.
 *
 * @throws Malformed for input that does not fit, and what the command refuses
 */
export async function runCommand(
  services: CommandServices,
  name: CommandName,
  input: unknown,
  onProgress: OnProgress,
  language: Language,
): Promise<unknown> {
  const command: Command = commands[name]
  const parsed = command.input.safeParse(input, { reportInput: true })
  if (!parsed.success) throw new Malformed(parsed.error.issues)
  return command.run(services, parsed.data as never, onProgress, language)
}
