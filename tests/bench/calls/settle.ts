import { setTimeout } from 'node:timers/promises'
import type { Calls } from './calls.ts'

const askEveryMs = 250

/** How many ledgers were verified since the server started. */
export async function countVerified(calls: Calls): Promise<number> {
  const metrics = (await calls.get('/metrics')).body.toString()
  return metrics.match(/^yiping_ledger_holds\{/gm)?.length ?? 0
}

/** Waits until a server that just started has done all work of its start: the ledgers, and the check of the whole database. */
export async function settle(calls: Calls, villages: number): Promise<void> {
  while ((await countVerified(calls)) < villages) await setTimeout(askEveryMs)
  // Backups take turns with the check.
  await calls.post('/api/backups')
}
