/** kill -9 at chosen moments after one request, and the same request again. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { freePort, startProcess } from '../../support/process.ts'
import { Caller } from '../../support/server.ts'

export interface Doomed<Outcome> {
  /** Fills a data folder; gives the cookie of whoever asks, and where. */
  prepare: (dataDir: string) => Promise<{ cookie: string; path: string }>
  request: object
  /** When the server dies after the request was sent, ms. */
  moments: readonly number[]
  /** What the database says in the end. */
  outcome: (dataDir: string) => Promise<Outcome>
}

/** Kills a server at each moment, each on a copy of the data. @returns the outcome without a kill, then the others */
export async function killAtMoments<Outcome>({
  prepare,
  request,
  moments,
  outcome,
}: Doomed<Outcome>): Promise<[Outcome, ...Outcome[]]> {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-killed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const before = join(folder, 'before')
  const { cookie, path } = await prepare(before)
  const port = await freePort()
  const start = (dataDir: string) => startProcess(dataDir, port)
  const send = (url: string) => {
    const caller = new Caller(url)
    caller.cookie = cookie
    return caller.post(path, request)
  }

  async function endOf(moment: number | null): Promise<Outcome> {
    const dataDir = join(folder, `killed-${moment}`)
    cpSync(before, dataDir, { recursive: true })
    if (moment !== null) {
      const doomed = await start(dataDir)
      const answered = send(doomed.url).catch(() => null)
      await new Promise((resolve) => setTimeout(resolve, moment))
      await doomed.kill()
      await answered
    }
    const server = await start(dataDir)
    expect([200, 201]).toContain((await send(server.url)).status)
    expect((await send(server.url)).status).toBe(200)
    await server.stop()
    return outcome(dataDir)
  }

  const ends: [Outcome, ...Outcome[]] = [await endOf(null)]
  for (const moment of moments) ends.push(await endOf(moment))
  return ends
}
