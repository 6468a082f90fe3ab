/** The parent's side of the server under test, with an idle process beside it to compare stalls with. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Measure, Order, Renewed } from './messages.ts'

/** As much of the log is read back in a report, characters. */
const mostLog = 20_000

export class ServerUnderTest {
  readonly url: string
  readonly #child: ChildProcess
  readonly #idle: ChildProcess
  readonly #dataDir: string
  #log = ''

  private constructor(url: string, child: ChildProcess, idle: ChildProcess, dataDir: string) {
    this.url = url
    this.#child = child
    this.#idle = idle
    this.#dataDir = dataDir
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-mostLog)
      })
  }

  static async start(): Promise<ServerUnderTest> {
    const dataDir = mkdtempSync(join(tmpdir(), 'yiping-fuzz-'))
    const start = (file: string, ...args: string[]) =>
      fork(fileURLToPath(new URL(file, import.meta.url)), args, {
        execArgv: ['--expose-gc', '--import', 'tsx'],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
    const child = start('serverProcess.ts', dataDir)
    const idle = start('idleProcess.ts')
    const [{ url }] = (await answerOf(child)) as [{ url: string }]
    return new ServerUnderTest(url, child, idle, dataDir)
  }

  /** Whether the process still runs. */
  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** The end of the server's log: errors only. */
  get log(): string {
    return this.#log
  }

  /** Makes new people, and the village first where it is new. */
  renew(village: string, isNew: boolean): Promise<Renewed> {
    return this.#ask({ order: 'renew', village, isNew })
  }

  /** Memory now, and stalls since the last measure: the server's own and those of an idle process. */
  async measure(): Promise<Measure & { idleStallMs: number }> {
    const measured = await this.#ask<Measure>({ order: 'measure' })
    this.#idle.send('measure')
    const [{ stallMs }] = (await once(this.#idle, 'message')) as [{ stallMs: number }]
    return { ...measured, idleStallMs: stallMs }
  }

  /** What does not hold in the ledgers. */
  verify(): Promise<string[]> {
    return this.#ask({ order: 'verify' })
  }

  async stop(): Promise<void> {
    this.#idle.disconnect()
    if (this.isAlive) {
      const exited = once(this.#child, 'exit')
      this.#child.send({ order: 'stop' } satisfies Order)
      await exited
    }
    rmSync(this.#dataDir, { recursive: true, force: true })
  }

  async #ask<Answer>(order: Order): Promise<Answer> {
    if (!this.isAlive) throw new Error(`the server is gone: ${this.#log}`)
    this.#child.send(order)
    const [answer] = (await answerOf(this.#child)) as [Answer]
    return answer
  }
}

/** The next message of the process. @throws when it ends instead */
async function answerOf(child: ChildProcess): Promise<unknown[]> {
  const heard = new AbortController()
  const ended = once(child, 'exit', { signal: heard.signal }).then(([code]) => {
    throw new Error(`the process ended with ${String(code)}`)
  })
  try {
    return (await Promise.race([once(child, 'message', { signal: heard.signal }), ended])) as unknown[]
  } finally {
    ended.catch(() => {})
    heard.abort()
  }
}
