import { openDatabase } from '../../../db/store/opening/openDatabase.ts'
import { databasePlace } from '../../environment.ts'
import { Backups } from '../../upkeep/backups.ts'
import { proveStore } from '../../upkeep/prove.ts'
import { officeJobs } from '../../workbook/office/officeJobs.ts'
import {
  type CommandInput,
  type CommandName,
  type CommandResult,
  type OfficeWorkers,
  runCommand,
} from '../commands/index.ts'
import { askServer } from '../control.ts'
import { language } from './terminal.ts'

/** Runs a command in the server that holds the data folder, or in this process when none does. */
export async function perform<Name extends CommandName>(
  command: Name,
  input: CommandInput<Name>,
  onProgress: (progress: unknown) => void = () => {},
): Promise<CommandResult<Name>> {
  const place = databasePlace(process.env)
  const answer = await askServer(place.dataDir, { command, input, language }, onProgress)
  if (answer && 'refused' in answer) throw new Error(answer.refused)
  if (answer) return answer.result as CommandResult<Name>
  const store = await openDatabase(place)
  try {
    // This process serves nobody else, so that it may be blocked.
    const prove = (village: string | null) => proveStore(store, village)
    const workers: OfficeWorkers = {
      perform: (name, input) => officeJobs[name](store, input, (turn, work) => store.write(turn, work)),
    }
    const services = { store, backups: new Backups(store, place.dataDir), workers, prove }
    return (await runCommand(services, command, input, onProgress, language)) as CommandResult<Name>
  } finally {
    store.close()
  }
}
