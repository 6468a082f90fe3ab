/**
 * Sends seeded cases to every operation of the API's description. Promised: no 5xx, every 4xx is a
 * problem document with a sentence, no exit, memory flat, and the ledgers verify afterwards.
 */
import type { FuzzReport } from '../judgement.ts'
import { ServerUnderTest } from '../serverUnderTest.ts'
import { HttpRun, together } from './httpRun.ts'

/** People are made anew after so many cases: some were signed out or lost their role. */
const peopleEvery = 1_000
/** Memory is compared with what it is after this share of the cases. */
const warmShare = 0.25

/** Operations that no case can pass, and why. */
const outOfReach: Record<string, string> = {
  clearPeriod: 'needs a publication whose days are over',
  setup: 'needs the code that the server printed, and a server without an administrator',
}

export interface HttpReport extends FuzzReport {
  /** Operations that no case passed, without those that none can. */
  unreached: string[]
}

/**
 * Runs the cases.
 *
 * @param judgesStalls whether the longest stall of the event loop is judged too
 * @param onProgress told now and then how many are done
 */
export async function fuzzHttp(
  cases: number,
  seed: number,
  judgesStalls: boolean,
  onProgress: (done: number) => void = () => {},
): Promise<HttpReport> {
  const server = await ServerUnderTest.start()
  const run = await HttpRun.start(server, seed)
  try {
    let done = 0
    while (done < cases && server.isAlive) {
      if (done % peopleEvery < together) {
        await run.renew(done)
        await run.judgement.measure(server, done >= cases * warmShare)
        onProgress(done)
      }
      await run.round(done)
      done += together
    }
    if (server.isAlive) await run.judgement.measure(server, true)
    const unreached = run.unreached.filter((name) => !(name in outOfReach))
    return { ...(await run.judgement.report(server, done, judgesStalls)), unreached }
  } finally {
    run.close()
    await server.stop()
  }
}
