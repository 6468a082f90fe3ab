import { here } from '../../../server/domain/page/here.ts'
import { storeForOffline } from '../../../server/domain/page/offline/register.ts'
import { loadReader } from '../../fields/scan/readCode.ts'
import { rememberedWorker } from '../session/rememberedWorker.ts'
import worker from './serviceWorker.ts?worker&url'

/** Lets this phone open the page without a network, once a worker has signed in on it; residents' phones store nothing. */
export async function openOffline(): Promise<void> {
  if (rememberedWorker() === null) return
  await storeForOffline(worker, [here('/doorstep/'), here('/d/')], async () => {
    // Unsent items must not be evicted when the browser needs room.
    await navigator.storage.persist()
    await loadReader()
  })
}
