/** What a command of the command line consists of, and how its arguments are read. */
import { parseArgs } from 'node:util'
import { Refused } from '../../domain/answers/refused.ts'
import { Stopped } from '../../words/terminal.ts'

export interface Command {
  /** One or two words. */
  name: string
  /** What follows the name, in the order of the help. */
  usage: string
  example: string
  /** The placeholder of each option's value; null for a flag. */
  options: Readonly<Record<string, string | null>>
  /** How many words it takes beside its options. */
  most: number
  /** @returns the exit code */
  run(input: Input): Promise<number>
}

export interface Input {
  words: string[]
  options: Record<string, string | boolean | undefined>
}

/** Wrong use of the command line. */
export class WrongUse extends Stopped {
  override readonly exitCode = 2
}

/**
 * Reads what follows a command's name.
 *
 * @throws WrongUse for options that the command does not have, and for words too many
 */
export function readInput({ name, options, most }: Command, argv: readonly string[]): Input {
  const known = Object.entries(options).map(
    ([option, value]) => [option, { type: value === null ? 'boolean' : 'string' }] as const,
  )
  const { positionals, values } = parse(argv.map(asUtf8), Object.fromEntries(known))
  const extra = positionals[most]
  if (extra !== undefined) throw new WrongUse('extra-word', { command: name, word: extra })
  return { words: positionals, options: values }
}

function parse(args: string[], options: Record<string, { type: 'boolean' | 'string' }>) {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    // Node names the option in quotes, as it was typed.
    const [, option = ''] = /'([^' ]+)/.exec((error as Error).message) ?? []
    throw new WrongUse('wrong-option', { option })
  }
}

/** Node puts U+FFFD in the place of bytes that are not UTF-8. */
function asUtf8(word: string): string {
  if (word.includes('\ufffd')) throw new Refused('unprocessable', 'not-utf-8')
  return word
}

/** The value of an option that must be given. */
export function required({ options }: Input, option: string): string {
  const value = options[option]
  if (typeof value !== 'string' || value === '') throw new WrongUse('option-missing', { option })
  return value
}

/** The value of an option that may be left out. */
export function optional({ options }: Input, option: string): string | null {
  const value = options[option]
  return typeof value === 'string' ? value : null
}
