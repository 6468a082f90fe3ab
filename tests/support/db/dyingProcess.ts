/** A process that commits one change, and dies before it tells the others. */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { openPostgres } from '../../../db/store/postgres/open.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'

/** What it changes in a village, by its slug. */
export type LastDeed = { village: string } & (
  { type: 'score'; door: string; rule: number; occurredOn: string } | { type: 'name'; name: string }
)

const [url = '', deedText = ''] = process.argv.slice(2)
const deed = JSON.parse(deedText) as LastDeed

const store = await openPostgres(url)
const village = await mustFindVillage(store, deed.village)
const scope = ownerScope(village.id)
let isListening = false
let isWriting = false
store.onChange(() => {
  isListening = true
  // Listeners hear of a commit before other processes are told.
  if (isWriting) process.kill(process.pid, 'SIGKILL')
})
while (!isListening) await setTimeout(10)
isWriting = true
if (deed.type === 'name') await changeVillage(store, scope, { name: deed.name })
else {
  const { door, rule, occurredOn } = deed
  await enterScores(store, scope, [{ id: randomUUID(), door, rule, occurredOn }])
}
