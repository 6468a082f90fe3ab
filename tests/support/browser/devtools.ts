/**
 * A browser spoken to by the DevTools protocol itself. Playwright waits for service workers that were replaced, and a
 * page's calls then never return.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll } from 'vitest'
import { WebSocket } from 'ws'
import { browserCommand } from './chromium.ts'

export interface DevtoolsPage {
  /** The value of an expression, which may be a promise; what it throws is thrown. */
  evaluate: (expression: string) => Promise<unknown>
  close: () => Promise<void>
}

interface Answer {
  id?: number
  error?: { message: string }
  result?: Record<string, never>
}

class Devtools {
  readonly #socket: WebSocket
  readonly #calls = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  #last = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const { id, error, result } = JSON.parse(String(data)) as Answer
      const call = this.#calls.get(id ?? 0)
      this.#calls.delete(id ?? 0)
      if (error) call?.reject(new Error(error.message))
      else call?.resolve(result as never)
    })
  }

  static async connect(address: string): Promise<Devtools> {
    const socket = new WebSocket(address)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return new Devtools(socket)
  }

  call<Result>(method: string, params: object = {}, sessionId?: string): Promise<Result> {
    this.#last += 1
    const id = this.#last
    return new Promise<Result>((resolve, reject) => {
      this.#calls.set(id, { resolve, reject })
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
    })
  }
}

/** Starts a browser before the tests of the calling file and ends it after. */
export function useDevtools(): { open: (address: string) => Promise<DevtoolsPage> } {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-browser-'))
  let browser: ChildProcess
  let devtools: Devtools

  beforeAll(async () => {
    const { path, settings } = await browserCommand()
    browser = spawn(path, [
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      ...settings,
      'about:blank',
    ])
    for await (const line of createInterface(browser.stderr!)) {
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (address === undefined) continue
      devtools = await Devtools.connect(address)
      break
    }
    browser.stderr!.resume()
  })
  afterAll(async () => {
    const ended = new Promise((resolve) => browser.once('exit', resolve))
    await devtools.call('Browser.close')
    await ended
    // Its other processes write a moment longer.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })

  return {
    async open(address) {
      const { targetId } = await devtools.call<{ targetId: string }>('Target.createTarget', { url: address })
      const { sessionId } = await devtools.call<{ sessionId: string }>('Target.attachToTarget', {
        targetId,
        flatten: true,
      })
      return {
        async evaluate(expression) {
          const { result, exceptionDetails } = await devtools.call<{
            result: { value: unknown }
            exceptionDetails?: { text: string }
          }>('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId)
          if (exceptionDetails) throw new Error(exceptionDetails.text)
          return result.value
        },
        close: async () => void (await devtools.call('Target.closeTarget', { targetId })),
      }
    },
  }
}
