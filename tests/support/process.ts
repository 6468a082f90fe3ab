/** The server as a process of its own, to be killed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { programFile } from '../../server/builtFiles.ts'

export interface ServerProcess {
  url: string
  child: ChildProcess
  /** From starting the process to its first answer, ms. */
  readyMs: number
  /** Ends the process without a word. */
  kill: () => Promise<void>
  /** Asks the process to stop, and waits. */
  stop: () => Promise<void>
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Starts the server as `npm start` runs it, and waits until it answers. */
export function startProcess(
  dataDir: string,
  port: number,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  return startProgram([programFile('main')], dataDir, port, environment)
}

/** Starts a server by the words that Node runs, and waits until it answers. */
export async function startProgram(
  command: string[],
  dataDir: string,
  port: number,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const url = `http://127.0.0.1:${port}`
  const started = performance.now()
  const child = spawnProgram(command, dataDir, port, environment)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server stopped while starting: ${complaints}`)
    if (await answers(`${url}/readyz`)) break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  return {
    url,
    child,
    readyMs: performance.now() - started,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** The bare process, for those who expect it to fail. */
export function spawnServer(
  dataDir: string,
  port: number,
  environment: Record<string, string> = {},
): ChildProcess {
  return spawnProgram([programFile('main')], dataDir, port, environment)
}

function spawnProgram(
  command: string[],
  dataDir: string,
  port: number,
  environment: Record<string, string>,
): ChildProcess {
  return spawn(process.execPath, command, {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      SAMPLE: 'none',
      LOG_LEVEL: 'silent',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    return false
  }
}
