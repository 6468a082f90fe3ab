/** Sends items through the API. */
import { photosOperations } from '../../../server/contract/operations/households/photos.ts'
import { mendingsOperations } from '../../../server/contract/operations/mendings/mendings.ts'
import { doorstepOperations } from '../../../server/contract/operations/rounds/doorstep.ts'
import { call } from '../../shell/api/call.ts'
import { Failure } from '../../shell/api/failure.ts'
import { t } from '../../shell/words/translate.ts'
import type { DoorstepStore } from './doorstepStore.ts'
import type { Post } from './outbox.ts'

export function postThrough(store: DoorstepStore): Post {
  return {
    async photo({ village: v, body: { door } }, id) {
      const photo = await store.photo(id)
      if (!photo) throw new Failure('refused', t('atDoor.photoLost'))
      const { keepPhoto } = photosOperations
      await call(keepPhoto, { params: { v, photo: id }, query: { door }, body: photo.blob })
    },
    async item(item) {
      const { village: v, unit = 1 } = item
      if (item.kind === 'score')
        return (await call(doorstepOperations.createDoorScore, { params: { v }, body: item.body, unit }))
          .points
      if (item.kind === 'mending') {
        const { door: _door, ...body } = item.body
        const params = { v, seq: item.seq }
        const mending = await call(mendingsOperations.decideMending, { params, body, unit })
        return body.isPassed ? mending.givesBack : null
      }
      const params = { v, round: item.round }
      return (await call(doorstepOperations.createVisit, { params, body: item.body, unit })).points
    },
  }
}
