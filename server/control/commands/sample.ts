import { z } from 'zod'
import { installSample, sampleSlug } from '../../../db/sample/install.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { findVillage, mustFindVillage } from '../../../db/villages/findVillages.ts'
import { removeSample } from '../../../db/villages/removeVillage.ts'
import { Stopped } from '../../words/terminal.ts'
import type { CommandServices } from './index.ts'

export const sampleInput = z.object({ action: z.enum(['load', 'remove']) })

/** Loads the sample village, or removes it with everything in it. */
export async function changeSample(
  { store }: CommandServices,
  { action }: z.infer<typeof sampleInput>,
): Promise<{ village: string }> {
  if (action === 'remove')
    await removeSample(store, ownerScope((await mustFindVillage(store, sampleSlug)).id))
  else if (await findVillage(store, sampleSlug)) throw new Stopped('sample-loaded-before')
  else await installSample(store, Date.now())
  return { village: sampleSlug }
}
