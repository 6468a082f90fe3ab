import { roles } from '../../domain/people/powers.ts'
import { type Command, type Input, optional, WrongUse } from './command.ts'
import { perform } from './perform.ts'
import { readPassword, say } from './terminal.ts'

export const addUserCommand: Command = {
  name: 'user add',
  usage: 'NAME --role ROLE [--village SLUG] --password-stdin',
  example: 'printf \'%s\' "$PASSWORD" | yiping user add chief --role admin --password-stdin',
  options: { role: 'ROLE', village: 'SLUG', 'password-stdin': null },
  most: 1,
  async run(input) {
    const username = readUsername(input)
    const role = roles.find((one) => one === input.options.role)
    if (!role) throw new WrongUse('wrong-role', { roles: roles.join(', ') })
    const village = optional(input, 'village')
    await perform('add-user', { username, password: await readPassword(), role, village })
    say('user-added', { username })
    return 0
  },
}

export const passwordCommand: Command = {
  name: 'user password',
  usage: 'NAME --password-stdin',
  example: 'printf \'%s\' "$PASSWORD" | yiping user password chief --password-stdin',
  options: { 'password-stdin': null },
  most: 1,
  async run(input) {
    const username = readUsername(input)
    await perform('set-password', { username, password: await readPassword() })
    say('password-set', { username })
    return 0
  },
}

function readUsername({ words: [username], options }: Input): string {
  if (username === undefined) throw new WrongUse('username-missing')
  if (!options['password-stdin']) throw new WrongUse('password-missing')
  return username
}
