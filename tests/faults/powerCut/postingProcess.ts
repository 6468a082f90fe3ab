/** Writes postings through the product's own code, and notes each after it was acknowledged. */
import { openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { enterScores } from '../../../db/scores/enterScores.ts'
import { reversePosting } from '../../../db/scores/reversal.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { openStore } from '../../../db/store/sqlite/open.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { listRules } from '../../../db/villages/rulebook.ts'
import { day } from '../../support/server.ts'
import { Random } from '../random.ts'
import { acknowledgedName, pagesBetweenCheckpoints, ruleText, slug } from './postings.ts'

const [, , folder = '', count = '', synchronous = ''] = process.argv
const acknowledged = openSync(join(folder, acknowledgedName), 'a')
const random = new Random(1)

/** Half of them before the store is closed and opened again. */
for (const half of [0, 1]) {
  const store = await openStore(folder)
  // Small, so that a short run has many checkpoints.
  store.pragma(`wal_autocheckpoint = ${pagesBetweenCheckpoints}`)
  if (synchronous !== '') store.pragma(`synchronous = ${synchronous}`)
  const village = await mustFindVillage(store, slug)
  const scope = ownerScope(village.id)
  const rule = (await listRules(store, village.id)).find(({ text }) => text === ruleText)?.id ?? 0
  const score = () => ({
    id: random.uuid(),
    door: String(1001 + random.whole(0, 11)),
    rule,
    occurredOn: day,
  })
  for (let done = 0; done < Number(count) / 2; done += 1) {
    const requests = Array.from({ length: done % 10 === 9 ? 20 : 1 }, score)
    const { seqs } = await enterScores(store, scope, requests)
    acknowledge(
      requests.map(({ id }) => id),
      seqs,
    )
    const [first] = requests
    if (!first || done % 7 !== 6) continue
    const id = random.uuid()
    const reversed = await reversePosting(store, scope, first.id, { id, reason: '记错了' })
    acknowledge([id], reversed.seqs)
  }
  // The second half ends without closing, as a cut does.
  if (half === 0) store.close()
}
process.exit()

function acknowledge(ids: string[], seqs: number[]): void {
  writeSync(acknowledged, ids.map((id, index) => `${id} ${seqs[index]}\n`).join(''))
}
