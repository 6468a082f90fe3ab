/** The command line. Exit codes: 0 done, 1 what was asked does not hold, 2 wrong use. */
import { type Command, readInput, WrongUse } from './control/cli/command.ts'
import {
  backupCommand,
  migrateCommand,
  restoreCommand,
  sampleCommand,
  verifyCommand,
} from './control/cli/dataCommands.ts'
import { commandHelp, generalHelp } from './control/cli/help.ts'
import { importCommand } from './control/cli/importCommand.ts'
import { installServiceCommand, removeServiceCommand } from './control/cli/serviceCommands.ts'
import { language, note, print, say } from './control/cli/terminal.ts'
import { addUserCommand, passwordCommand } from './control/cli/userCommands.ts'
import { startSentence } from './control/startSentence.ts'
import { Stopped } from './words/terminal.ts'

/** Its arguments go to main.ts; here it has its help. */
const serveCommand: Command = {
  name: 'serve',
  usage: '',
  example: 'PORT=8080 DATA_DIR=/srv/yiping yiping serve',
  options: {},
  most: 0,
  run: () => Promise.reject(new WrongUse('unknown-command', { name: 'serve' })),
}

const commands = [
  serveCommand,
  importCommand,
  addUserCommand,
  passwordCommand,
  verifyCommand,
  backupCommand,
  restoreCommand,
  migrateCommand,
  sampleCommand,
  installServiceCommand,
  removeServiceCommand,
]

async function main(argv: string[]): Promise<number> {
  const command = commands.find(({ name }) => `${argv.join(' ')} `.startsWith(`${name} `))
  const wantsHelp = argv[0] === undefined || argv[0] === 'help' || argv.includes('--help')
  if (wantsHelp) {
    print(command ? commandHelp(command) : generalHelp(commands))
    return argv[0] === undefined ? 2 : 0
  }
  if (!command) throw new WrongUse('unknown-command', { name: argv.slice(0, 2).join(' ') })
  return command.run(readInput(command, argv.slice(command.name.split(' ').length)))
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  note(startSentence(language, error, process.env))
  if (error instanceof WrongUse) say('see-help')
  process.exitCode = error instanceof Stopped ? error.exitCode : 1
}
