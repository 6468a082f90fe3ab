import { roles } from '../../domain/people/powers.ts'
import { terminalSentence } from '../../words/terminal.ts'
import type { Command } from './command.ts'
import { language } from './terminal.ts'

const say = (code: string, params = {}) => terminalSentence(language, code, params)

/** All commands, and what each does. */
export function generalHelp(commands: readonly Command[]): string {
  const lines = commands.map((command) => `  ${callOf(command)}\n      ${aboutOf(command)}`)
  return [say('help-title'), '', ...lines, '', say('help-data'), say('help-more')].join('\n')
}

/** How one command is used: its options, an example, its exit codes. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([option, value]) => {
    const name = value === null ? `--${option}` : `--${option} ${value}`
    return `  ${name.padEnd(20)}${say(`option-${option}`, { roles: roles.join(', ') })}`
  })
  return [
    callOf(command),
    aboutOf(command),
    '',
    ...(options.length > 0 ? [say('help-options'), ...options, ''] : []),
    say('help-example'),
    `  ${command.example}`,
    '',
    say('help-data'),
    say('help-exit'),
  ].join('\n')
}

const callOf = ({ name, usage }: Command) => `yiping ${name} ${usage}`.trimEnd()
const aboutOf = ({ name }: Command) => say(`help-${name.replace(' ', '-')}`)
