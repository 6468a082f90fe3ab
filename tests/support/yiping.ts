/** The command `yiping` as a process. */
import { spawn } from 'node:child_process'
import { programFile } from '../../server/builtFiles.ts'

export interface Ended {
  /** Null when a signal ended it. */
  code: number | null
  out: string
  err: string
}

/** Runs `yiping` with these words; its standard input is `input`. */
export function yiping(words: string[], environment: NodeJS.ProcessEnv = {}, input = ''): Promise<Ended> {
  const entry = words[0] === 'serve' ? programFile('main') : programFile('cli')
  return run(process.execPath, [entry, ...words], environment, input)
}

/** Runs a shell script; `yiping` is the command in it. */
export function shell(script: string, environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const command = `yiping() { "${process.execPath}" "${programFile('cli')}" "$@"; }`
  return run('sh', ['-c', `${command}\n${script}`], environment)
}

/** Runs a program to its end, in English where `environment` names no other language. */
export async function run(
  program: string,
  args: string[],
  environment: NodeJS.ProcessEnv = {},
  input = '',
  account: { uid?: number; gid?: number } = {},
): Promise<Ended> {
  const env = { ...process.env, LC_ALL: 'en_US.UTF-8', ...environment }
  const child = spawn(program, args, { env, ...account })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  // A process that ends before it has read everything is no fault of the test.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}
