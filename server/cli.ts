/** The command line. Exit codes: 0 done, 1 what was asked does not hold, 2 used wrongly. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore } from '../db/store/sqlite/open.ts'
import { isDiskFull } from '../db/store/store.ts'
import {
  type CommandInput,
  type CommandName,
  type CommandResult,
  runCommand,
} from './control/commands/index.ts'
import { databaseLines, ledgerLines, rebuildLines } from './control/proofLines.ts'
import { askServer } from './control/control.ts'
import { roles } from './domain/people/powers.ts'
import { Refused } from './domain/answers/refused.ts'
import { dataFolder, WrongSetting } from './environment.ts'
import { restore } from './control/restoreBackup.ts'
import { Backups } from './upkeep/backups.ts'
import { withLastBackup } from './upkeep/lastBackup.ts'
import { unproven } from './upkeep/prove.ts'
import { problemSentence, sentence } from './words/index.ts'
import { errorSentence, Malformed } from './words/malformed.ts'

const usage = `yiping: the points board of a village

  yiping serve                          start the server (the same as npm start, without the build)
  yiping import FILE.xlsx --village SLUG --name NAME --year 2026 [--skip-problems] [--json]
                                        read an office workbook into a village
  yiping user add NAME --role ROLE [--village SLUG] --password-stdin
                                        add a member of staff (${roles.join(', ')})
  yiping user password NAME --password-stdin
                                        set a forgotten password; that person signs in again
  yiping verify [--village SLUG] [--json] [--rebuild] [--accept-rows]
                                        check the database, recompute chain and totals from the postings
                                        and compare; --rebuild first corrects totals that differ from the
                                        postings (not when the chain does not hold), --accept-rows takes
                                        the rows outside the ledger as they are
  yiping backup FILE                    write a copy of all data, also while the server runs
  yiping restore FILE [--allow-empty] [--accept-rows]
                                        put a backup in place of the data (the server must be stopped)
  yiping sample load|remove             load or remove the sample village

The data folder is DATA_DIR, ./data unless set.
`

/** Wrong use of the command line. */
class WrongUse extends Error {}

interface Words {
  positionals: string[]
  values: Record<string, string | boolean | undefined>
}

/** Each command, and how many words it takes beside its options. */
const subcommands = new Map<string, { run: (words: Words) => Promise<number>; most: number }>([
  ['import', { run: importCommand, most: 1 }],
  ['user', { run: userCommand, most: 2 }],
  ['verify', { run: verifyCommand, most: 0 }],
  ['backup', { run: backupCommand, most: 1 }],
  ['restore', { run: restoreCommand, most: 1 }],
  ['sample', { run: sampleCommand, most: 1 }],
])

async function main(argv: string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === 'help' || rest.includes('--help')) {
    process.stdout.write(usage)
    return name === undefined ? 2 : 0
  }
  const command = subcommands.get(name)
  if (!command) throw new WrongUse(`There is no command "${name}".`)
  const words = wordsOf(rest)
  const extra = words.positionals[command.most]
  if (extra !== undefined) throw new WrongUse(`yiping ${name} does not take "${extra}".`)
  return command.run(words)
}

function wordsOf(argv: string[]): Words {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: argv.map(asUtf8),
      allowPositionals: true,
      options: {
        village: text,
        name: text,
        year: text,
        role: text,
        'skip-problems': flag,
        'password-stdin': flag,
        json: flag,
        rebuild: flag,
        'accept-rows': flag,
        'allow-empty': flag,
      },
    })
  } catch (error) {
    throw new WrongUse((error as Error).message)
  }
}

/** Node puts U+FFFD in the place of bytes that are no UTF-8. */
function asUtf8(word: string): string {
  if (word.includes('\ufffd')) throw new WrongUse(sentence('zh-CN', 'not-utf-8'))
  return word
}

async function importCommand({ positionals, values }: Words): Promise<number> {
  const [file] = positionals
  const village = text(values, 'village')
  const year = Number(text(values, 'year'))
  if (file === undefined) throw new WrongUse('Name the workbook: yiping import FILE.xlsx …')
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(village))
    throw new WrongUse('--village takes a short name of a-z, 0-9 and dashes, such as xiaotang.')
  if (!Number.isInteger(year) || year < 2000 || year > 2100)
    throw new WrongUse('--year takes a year, such as 2026.')
  const report = await perform(
    'import-workbook',
    {
      file: resolve(file),
      village,
      name: text(values, 'name'),
      year,
      skipProblems: values['skip-problems'] === true,
    },
    showProgress,
  )
  if (values.json) print(JSON.stringify(report.summary, null, 1))
  for (const problem of report.problems)
    say(`${problem.sheet} ${problem.cell ?? problem.row}: ${problemSentence('zh-CN', problem)}`)
  for (const { door, now, change } of report.changedDoors)
    say(sentence('zh-CN', `import-door-${change}`, { door, now }))
  if (!report.written) {
    say(
      `\n${report.problems.length} lines have problems; nothing was written. Mend them, or add --skip-problems.`,
    )
    return 1
  }
  say(
    `\n${report.newHouseholds} households, ${report.newRules} rules and ${report.postings} postings written` +
      `, ${report.problems.length} problem lines left out` +
      (report.alreadyWritten > 0 ? `, ${report.alreadyWritten} lines were there already.` : '.'),
  )
  return 0
}

async function userCommand({ positionals, values }: Words): Promise<number> {
  const [action, username] = positionals
  if ((action !== 'add' && action !== 'password') || username === undefined)
    throw new WrongUse(
      'Say: yiping user add NAME --role ROLE --password-stdin, or yiping user password NAME --password-stdin',
    )
  if (!values['password-stdin'])
    throw new WrongUse('Give the password on standard input, with --password-stdin.')
  if (action === 'add') return addUser(username, values)
  await perform('set-password', { username, password: await typedPassword() })
  say(`${username} has a new password and signs in again everywhere.`)
  return 0
}

async function addUser(username: string, values: Words['values']): Promise<number> {
  const role = roles.find((one) => one === values.role)
  if (!role) throw new WrongUse(`--role takes one of ${roles.join(', ')}.`)
  const village = typeof values.village === 'string' ? values.village : null
  await perform('add-user', { username, password: await typedPassword(), role, village })
  say(`${username} may sign in now.`)
  return 0
}

async function verifyCommand({ values }: Words): Promise<number> {
  const village = typeof values.village === 'string' ? values.village : null
  const proof = await perform('verify-ledgers', {
    village,
    rebuild: values.rebuild === true,
    acceptRows: values['accept-rows'] === true,
  })
  for (const line of rebuildLines(proof.rebuilt)) say(line)
  if (values.json) print(JSON.stringify(proof.villages, null, 1))
  else for (const line of ledgerLines(proof)) print(line)
  for (const line of databaseLines(proof)) say(line)
  return unproven(proof) === null ? 0 : 1
}

async function backupCommand({ positionals: [file] }: Words): Promise<number> {
  if (file === undefined) throw new WrongUse('Name the file to write: yiping backup FILE')
  await perform('back-up', { file: resolve(file) })
  say(`Written to ${resolve(file)}.`)
  return 0
}

async function restoreCommand({ positionals: [file], values }: Words): Promise<number> {
  if (file === undefined) throw new WrongUse('Name the backup: yiping restore FILE')
  const reports = await restore(resolve(file), dataFolder(process.env), {
    allowEmpty: values['allow-empty'] === true,
    acceptRows: values['accept-rows'] === true,
  })
  for (const { village, seq, head } of reports) say(`${village}  seq ${seq}  head ${head}`)
  say('Restored. Everybody must sign in again.')
  return 0
}

async function sampleCommand({ positionals: [action] }: Words): Promise<number> {
  if (action !== 'load' && action !== 'remove')
    throw new WrongUse('Say: yiping sample load, or yiping sample remove')
  const { village } = await perform('sample', { action })
  say(`${village}: ${action === 'load' ? 'loaded' : 'removed'}.`)
  return 0
}

/** Runs a command in the server that holds the data folder, or here when none does. */
async function perform<Name extends CommandName>(
  command: Name,
  input: CommandInput<Name>,
  onProgress: (progress: unknown) => void = () => {},
): Promise<CommandResult<Name>> {
  const folder = dataFolder(process.env)
  const answer = await askServer(folder, { command, input }, onProgress)
  if (answer && 'refused' in answer) throw new Error(answer.refused)
  if (answer) return answer.result as CommandResult<Name>
  const store = await openStore(folder)
  try {
    const services = { store, backups: new Backups(store, folder), isAlone: true }
    return (await runCommand(services, command, input, onProgress)) as CommandResult<Name>
  } finally {
    store.close()
  }
}

function text(values: Words['values'], name: string): string {
  const value = values[name]
  if (typeof value !== 'string' || value === '') throw new WrongUse(`--${name} is missing.`)
  return value
}

/** What stands on standard input, without the line's end. */
async function typedPassword(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r?\n$/, '')
  } catch {
    throw new Refused('unprocessable', 'not-utf-8')
  }
}

const barWidth = 30

function showProgress(progress: unknown): void {
  if (!process.stderr.isTTY) return
  const { stage, share } = progress as { stage: string; share: number }
  const filled = Math.round(share * barWidth)
  process.stderr.write(
    `\r${stage.padEnd(8)} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}${share >= 1 ? '\n' : ''}`,
  )
}

/** Results go to standard output, everything else to standard error. */
function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const wrongUse = error instanceof WrongUse || error instanceof WrongSetting
  const isSentence = error instanceof Refused || error instanceof Malformed || isDiskFull(error)
  say(isSentence ? errorSentence('zh-CN', error) : withLastBackup(error, process.env))
  if (error instanceof WrongUse) say('See yiping --help.')
  process.exitCode = wrongUse ? 2 : 1
}
