/** Output and input of the command line: results go to standard output, everything else to standard error. */
import type { Params } from '../../domain/answers/fault.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { terminalLanguage, terminalSentence } from '../../words/terminal.ts'

export const language = terminalLanguage(process.env)

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** The words of a code. */
export function word(code: string, params: Params = {}): string {
  return terminalSentence(language, code, params)
}

/** Notes the sentence of a code. */
export function say(code: string, params: Params = {}): void {
  note(word(code, params))
}

const barWidth = 30

/** Draws a bar where standard error is a terminal. */
export function showProgress(progress: unknown): void {
  if (!process.stderr.isTTY) return
  const { stage, share } = progress as { stage: string; share: number }
  const filled = Math.round(share * barWidth)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}`
  const name = terminalSentence(language, `stage-${stage}`)
  process.stderr.write(`\r${name.padEnd(8)} ${bar}${share >= 1 ? '\n' : ''}`)
}

/** What is on standard input, without the end of the line. @throws Refused for bytes that are not UTF-8 */
export async function readPassword(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r?\n$/, '')
  } catch {
    throw new Refused('unprocessable', 'not-utf-8')
  }
}
