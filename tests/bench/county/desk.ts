import { type Calls, Entry } from '../calls/calls.ts'
import { doorOf, slugOf } from './names.ts'
import { type CountyShape, entryRule } from './shape.ts'

/** What members of staff do, in one village after the other. */
export interface Desk {
  /** One call of any kind. */
  call: (index: number) => Promise<unknown>
  post: (index: number) => Promise<unknown>
}

/** @param servers calls at each server; the villages go round them */
export async function openDesk(
  servers: readonly Calls[],
  { villages, households }: CountyShape,
): Promise<Desk> {
  const offices: { calls: Calls; village: string; entry: Entry }[] = []
  for (let index = 0; index < villages; index += 1) {
    const calls = servers[index % servers.length]
    if (!calls) throw new Error('a desk needs a server')
    const village = slugOf(index)
    offices.push({ calls, village, entry: await Entry.open(calls, village, entryRule) })
  }
  const post = async (index: number) => offices[index % villages]?.entry.post(doorOf(index % households))
  const acts: ((calls: Calls, village: string, index: number) => Promise<unknown>)[] = [
    (_calls, _village, index) => post(index),
    (calls, village, index) =>
      calls.get(`/api/villages/${village}/households?q=${doorOf(index % households)}`),
    (calls, village) => calls.get(`/api/villages/${village}/postings`),
    (calls, village) => calls.get(`/api/villages/${village}/work`),
    (calls, village, index) =>
      calls.get(`/api/villages/${village}/households/${doorOf(index % households)}/passbook`),
  ]
  const call = async (index: number) => {
    const office = offices[index % villages]
    if (office) await acts[index % acts.length]?.(office.calls, office.village, index)
  }
  return { post, call }
}
