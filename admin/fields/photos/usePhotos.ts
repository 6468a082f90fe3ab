import { v7 as newId } from 'uuid'
import { onScopeDispose, type Ref, shallowRef, type ShallowRef, watch } from 'vue'
import { operations } from '../../../server/contract/operations/operations.ts'
import { mostPhotos } from '../../../server/domain/rules/photos.ts'
import { call } from '../../shell/api/call.ts'
import { asFailure } from '../../shell/api/failure.ts'
import { shrinkPhoto } from './shrinkPhoto.ts'

/** Of the JPEG that is sent; the server encodes it again. */
const quality = 0.85

/** A chosen photo and the state of its upload. */
export interface ChosenPhoto {
  id: string
  /** Address of the photo in this browser. */
  address: string
  /** `waiting` until the household is known. */
  state: 'waiting' | 'sending' | 'kept' | 'failed'
  /** Why it could not be sent, as a sentence. */
  refusal: string
}

/** Photos that are chosen before the line that they are evidence of is sent. */
export interface PhotoUploads {
  photos: Readonly<ShallowRef<readonly ChosenPhoto[]>>
  /** Adds files up to the limit; uploads them once the door is known. */
  add: (files: Iterable<Blob>) => void
  remove: (id: string) => void
  /** Uploads the failed ones again. */
  retry: () => void
  /** Waits for running uploads; gives the photos' ids, null when an upload failed. */
  settled: () => Promise<string[] | null>
  clear: () => void
}

/**
 * Uploads photos of a door while the rest of the line is typed. When the door changes they are uploaded again, for
 * that door.
 */
export function usePhotos(village: string, door: Readonly<Ref<string | null>>): PhotoUploads {
  const photos = shallowRef<readonly ChosenPhoto[]>([])
  const files = new Map<string, Promise<Blob>>()
  const running = new Map<string, Promise<void>>()

  watch(
    door,
    () => {
      // A photo belongs to one door: upload it again under a new id.
      for (const { id } of photos.value) rename(id)
      sendAll()
    },
    { flush: 'sync' },
  )
  onScopeDispose(clear)

  function add(chosen: Iterable<Blob>): void {
    for (const file of [...chosen].slice(0, mostPhotos - photos.value.length)) {
      const id = newId()
      // The server says why where it cannot read what this browser could not.
      files.set(
        id,
        shrinkPhoto(file, quality).then((small) => small ?? file),
      )
      photos.value = [
        ...photos.value,
        { id, address: URL.createObjectURL(file), state: 'waiting', refusal: '' },
      ]
    }
    sendAll()
  }

  function rename(before: string): void {
    const file = files.get(before)
    if (!file) return
    const id = newId()
    files.delete(before)
    files.set(id, file)
    set(before, { id, state: 'waiting', refusal: '' })
  }

  function set(id: string, change: Partial<ChosenPhoto>): void {
    photos.value = photos.value.map((photo) => (photo.id === id ? { ...photo, ...change } : photo))
  }

  function sendAll(): void {
    for (const { id, state } of photos.value)
      if (door.value !== null && state === 'waiting') running.set(id, send(id, door.value))
  }

  async function send(id: string, toDoor: string): Promise<void> {
    set(id, { state: 'sending', refusal: '' })
    try {
      const body = await files.get(id)
      if (!body) return
      await call(operations.keepPhoto, { params: { v: village, photo: id }, query: { door: toDoor }, body })
      set(id, { state: 'kept' })
    } catch (error) {
      set(id, { state: 'failed', refusal: asFailure(error).message })
    } finally {
      running.delete(id)
    }
  }

  function remove(gone: string): void {
    const photo = photos.value.find(({ id }) => id === gone)
    if (photo) URL.revokeObjectURL(photo.address)
    files.delete(gone)
    photos.value = photos.value.filter(({ id }) => id !== gone)
  }

  function retry(): void {
    for (const { id, state } of photos.value) if (state === 'failed') set(id, { state: 'waiting' })
    sendAll()
  }

  async function settled(): Promise<string[] | null> {
    await Promise.all(running.values())
    return photos.value.every(({ state }) => state === 'kept') ? photos.value.map(({ id }) => id) : null
  }

  function clear(): void {
    for (const { id } of photos.value) remove(id)
  }

  return { photos, add, remove, retry, settled, clear }
}
