/** What the phone keeps: items, their photos, and the doors to work at without a network. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { type DoorstepView } from '../../../server/contract/rounds/doorstep.ts'
import { nameHere } from '../../../server/domain/page/here.ts'
import { type Item, type Photo, photosOf } from './item.ts'

interface Tables extends DBSchema {
  items: { key: string; value: Item }
  photos: { key: string; value: Photo }
  /** By username and village. */
  doors: { key: string; value: KeptDoors }
}

/** One worker's doors of one village, as the server last gave them. */
export interface KeptDoors {
  user: string
  village: string
  doors: DoorstepView
  /** What the phone's clock must be moved by to be the server's, ms. */
  clockOff: number
}

/**
 * The phone's storage. Where the browser forbids it, or has no room left, what
 * comes then lives as long as the page, and `onForgetful` is told, so that the
 * person hears of it before the page is closed.
 */
export class Keep {
  readonly #db: IDBPDatabase<Tables> | null
  readonly #onForgetful: () => void
  readonly #items = new Map<string, Item>()
  readonly #photos = new Map<string, Photo>()
  readonly #doors = new Map<string, KeptDoors>()

  constructor(db: IDBPDatabase<Tables> | null, onForgetful: () => void) {
    this.#db = db
    this.#onForgetful = onForgetful
    if (!db) onForgetful()
  }

  /** All items on this phone, whoever made them, in the order of their making. */
  async items(): Promise<Item[]> {
    const all = new Map((await this.#read((db) => db.getAll('items'), [])).map((item) => [item.id, item]))
    for (const [id, item] of this.#items) all.set(id, item)
    return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** Keeps an item with its photos: all of it, on the phone's disk, before anything is sent. */
  async put(item: Item, photos: readonly Photo[] = []): Promise<void> {
    const isKept = await this.#write(async (db) => {
      // Browsers hold a write back for some seconds otherwise: too long for a battery that dies.
      const work = db.transaction(['items', 'photos'], 'readwrite', { durability: 'strict' })
      const kept = photos.map((photo) => work.objectStore('photos').put(photo))
      await Promise.all([...kept, work.objectStore('items').put(item), work.done])
    })
    if (isKept) {
      this.#items.delete(item.id)
      return
    }
    this.#items.set(item.id, item)
    for (const photo of photos) this.#photos.set(photo.id, photo)
  }

  async remove(item: Item): Promise<void> {
    this.#items.delete(item.id)
    for (const id of photosOf(item)) this.#photos.delete(id)
    await this.#write(async (db) => {
      const work = db.transaction(['items', 'photos'], 'readwrite')
      const gone = photosOf(item).map((id) => work.objectStore('photos').delete(id))
      await Promise.all([...gone, work.objectStore('items').delete(item.id), work.done])
    })
  }

  async photo(id: string): Promise<Photo | undefined> {
    return this.#photos.get(id) ?? (await this.#read((db) => db.get('photos', id), undefined))
  }

  async doors(): Promise<KeptDoors[]> {
    const kept = await this.#read((db) => db.getAll('doors'), [])
    const all = new Map(kept.map((doors) => [keyOf(doors), doors]))
    for (const [key, doors] of this.#doors) all.set(key, doors)
    return [...all.values()]
  }

  async putDoors(doors: KeptDoors): Promise<void> {
    this.#doors.set(keyOf(doors), doors)
    await this.#write((db) => db.put('doors', doors, keyOf(doors)))
  }

  /** Forgets the doors that a worker had here, with the names behind them. */
  async dropDoors(user: string): Promise<void> {
    for (const doors of await this.doors()) {
      if (doors.user !== user) continue
      this.#doors.delete(keyOf(doors))
      await this.#write((db) => db.delete('doors', keyOf(doors)))
    }
  }

  async #read<Result>(read: (db: IDBPDatabase<Tables>) => Promise<Result>, none: Result): Promise<Result> {
    if (!this.#db) return none
    return read(this.#db).catch(() => none)
  }

  async #write(write: (db: IDBPDatabase<Tables>) => Promise<unknown>): Promise<boolean> {
    if (!this.#db) return false
    try {
      await write(this.#db)
      return true
    } catch {
      this.#onForgetful()
      return false
    }
  }
}

function keyOf({ user, village }: KeptDoors): string {
  return `${user}/${village}`
}

/** Opens the phone's storage. */
export async function openKeep(onForgetful: () => void): Promise<Keep> {
  // A browser that forbids it refuses in either way: by throwing, or later.
  const db = await open().catch(() => null)
  return new Keep(db, onForgetful)
}

async function open(): Promise<IDBPDatabase<Tables>> {
  return openDB<Tables>(nameHere('yiping-doorstep'), 1, {
    upgrade(made) {
      made.createObjectStore('items', { keyPath: 'id' })
      made.createObjectStore('photos', { keyPath: 'id' })
      made.createObjectStore('doors')
    },
  })
}
