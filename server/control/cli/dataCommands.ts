/** Commands on all data of a data folder. */
import { resolve } from 'node:path'
import { migrateDatabase } from '../../../db/store/opening/migrateDatabase.ts'
import { databasePlace } from '../../environment.ts'
import { restore } from '../restoreBackup.ts'
import { type Command, optional, WrongUse } from './command.ts'
import { perform } from './perform.ts'
import { databaseLines, ledgerLines, rebuildLines } from './proofLines.ts'
import { note, print, say } from './terminal.ts'

export const verifyCommand: Command = {
  name: 'verify',
  usage: '[--village SLUG] [--json] [--rebuild] [--accept-rows]',
  example: 'yiping verify --village xiaotang',
  options: { village: 'SLUG', json: null, rebuild: null, 'accept-rows': null },
  most: 0,
  async run(input) {
    const { json, rebuild, 'accept-rows': acceptRows } = input.options
    const proof = await perform('verify-ledgers', {
      village: optional(input, 'village'),
      rebuild: rebuild === true,
      acceptRows: acceptRows === true,
    })
    for (const line of rebuildLines(proof.rebuilt)) note(line)
    if (json) print(JSON.stringify(proof.villages, null, 1))
    else for (const line of ledgerLines(proof)) print(line)
    for (const line of databaseLines(proof)) note(line)
    const { damage, changedRows, villages } = proof
    return damage.length + changedRows.length === 0 && villages.every(({ holds }) => holds) ? 0 : 1
  },
}

export const backupCommand: Command = {
  name: 'backup',
  usage: 'FILE',
  example: 'yiping backup /mnt/usb/yiping.sqlite',
  options: {},
  most: 1,
  async run({ words }) {
    const file = readFile(words)
    await perform('back-up', { file })
    say('backup-written', { file })
    return 0
  },
}

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'FILE [--allow-empty] [--accept-rows]',
  example: 'yiping restore /mnt/usb/yiping.sqlite',
  options: { 'allow-empty': null, 'accept-rows': null },
  most: 1,
  async run({ words, options }) {
    const { dataDir, databaseUrl } = databasePlace(process.env)
    const reports = await restore(readFile(words), dataDir, {
      allowEmpty: options['allow-empty'] === true,
      acceptRows: options['accept-rows'] === true,
      databaseUrl,
    })
    for (const { village, seq, head } of reports) note(`${village}  seq ${seq}  head ${head}`)
    say('restored')
    return 0
  },
}

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '[--app-user NAME]',
  example: 'DATABASE_URL=postgres://owner:password@host/points yiping migrate --app-user yiping',
  options: { 'app-user': 'NAME' },
  most: 0,
  async run(input) {
    const { place, users } = await migrateDatabase(databasePlace(process.env), optional(input, 'app-user'))
    say('migrated', { place })
    for (const user of users) say('rights-given', { user })
    return 0
  },
}

export const sampleCommand: Command = {
  name: 'sample',
  usage: 'load|remove',
  example: 'yiping sample load',
  options: {},
  most: 1,
  async run({ words: [action] }) {
    if (action !== 'load' && action !== 'remove') throw new WrongUse('wrong-sample')
    const { village } = await perform('sample', { action })
    say(`sample-${action}`, { village })
    return 0
  },
}

function readFile([file]: string[]): string {
  if (file === undefined) throw new WrongUse('no-file-named')
  return resolve(file)
}
