/** Photos in the panel: sent while the line is typed, as photos of the door that the line is for. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type Ref, ref } from 'vue'
import { type PhotoUploads, usePhotos } from '../../admin/fields/photos/usePhotos.ts'

let door: Ref<string | null>
let uploads: PhotoUploads
let scope = effectScope()
/** What was sent: the door, and the id. */
let sent: { door: string | null; id: string }[]
let answer: () => Promise<Response>

beforeEach(() => {
  sent = []
  answer = () => Promise.resolve(Response.json({ id: sent.at(-1)?.id, width: 4, height: 3 }))
  vi.stubGlobal('fetch', (address: string) => {
    const { pathname, searchParams } = new URL(address, 'http://village')
    sent.push({ door: searchParams.get('door'), id: pathname.slice(pathname.lastIndexOf('/') + 1) })
    return answer()
  })
  door = ref(null)
  scope = effectScope()
  scope.run(() => (uploads = usePhotos('one', door)))
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

const file = () => new Blob(['a photo'])
const states = () => uploads.photos.value.map(({ state }) => state)

describe('chosen photos', () => {
  it('wait for the door, and go out as soon as it is known', async () => {
    uploads.add([file(), file()])
    expect(states()).toEqual(['waiting', 'waiting'])
    door.value = '1001'
    const ids = await uploads.settled()
    expect(ids).toEqual(uploads.photos.value.map(({ id }) => id))
    expect(sent.map((one) => one.door)).toEqual(['1001', '1001'])
  })

  it('go out again under other ids when the line turns out to be for another door', async () => {
    door.value = '1001'
    uploads.add([file()])
    const [first] = (await uploads.settled()) ?? []
    door.value = '1002'
    const [second] = (await uploads.settled()) ?? []
    expect(sent).toEqual([
      { door: '1001', id: first },
      { door: '1002', id: second },
    ])
    expect(second).not.toBe(first)
  })

  it('that could not be sent hold the line back with the reason, until they are sent again', async () => {
    door.value = '1001'
    const works = answer
    answer = () => Promise.reject(new TypeError('no network'))
    uploads.add([file()])
    expect(await uploads.settled()).toBeNull()
    expect(uploads.photos.value).toMatchObject([{ state: 'failed', refusal: expect.stringMatching(/./) }])
    answer = works
    uploads.retry()
    expect(await uploads.settled()).toHaveLength(1)
    expect(sent[0]?.id).toBe(sent[1]?.id)
  })

  it('are at most four, and can be taken away', async () => {
    door.value = '1001'
    uploads.add(Array.from({ length: 6 }, file))
    expect(states()).toHaveLength(4)
    const gone = uploads.photos.value[1]!.id
    uploads.remove(gone)
    expect(await uploads.settled()).toHaveLength(3)
    expect(uploads.photos.value.map(({ id }) => id)).not.toContain(gone)
  })
})
