/** What the phone stores: items, their photos, and the doors to work at without a network. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { DoorstepView } from '../../../server/contract/rounds/doorstep.ts'
import { nameHere } from '../../../server/domain/page/here.ts'
import { type Item, type Photo, photosOf } from './item.ts'

interface Tables extends DBSchema {
  items: { key: string; value: Item }
  photos: { key: string; value: Photo }
  /** By username and village. */
  doors: { key: string; value: StoredDoors }
}
type Database = IDBPDatabase<Tables>

/** One worker's doors of one village, as the server last gave them. */
export interface StoredDoors {
  user: string
  village: string
  doors: DoorstepView
  /** The server's clock minus the phone's, ms. */
  clockOff: number
}

/** IndexedDB; where it is forbidden or full, what comes then is held in memory until the page is closed. */
export class DoorstepStore {
  readonly #database: Promise<Database | null>
  readonly #onFailed: () => void
  readonly #items = new Map<string, Item>()
  readonly #photos = new Map<string, Photo>()
  readonly #doors = new Map<string, StoredDoors>()

  /** @param onFailed called when something is held in memory alone */
  constructor(onFailed: () => void) {
    this.#onFailed = onFailed
    this.#database = openDatabase().catch(() => {
      onFailed()
      return null
    })
  }

  /** All items on this phone, whoever made them, oldest first. */
  async items(): Promise<Item[]> {
    const all = new Map((await this.#read((db) => db.getAll('items'), [])).map((item) => [item.id, item]))
    for (const [id, item] of this.#items) all.set(id, item)
    return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  /** Stores an item with its photos in one transaction. */
  async put(item: Item, photos: readonly Photo[] = []): Promise<void> {
    const isStored = await this.#write(async (db) => {
      // Flushed to disk: by default browsers delay it by seconds, too long for a battery that dies.
      const work = db.transaction(['items', 'photos'], 'readwrite', { durability: 'strict' })
      const puts = photos.map((photo) => work.objectStore('photos').put(photo))
      await Promise.all([...puts, work.objectStore('items').put(item), work.done])
    })
    if (isStored) {
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
      const deletes = photosOf(item).map((id) => work.objectStore('photos').delete(id))
      await Promise.all([...deletes, work.objectStore('items').delete(item.id), work.done])
    })
  }

  async photo(id: string): Promise<Photo | undefined> {
    return this.#photos.get(id) ?? (await this.#read((db) => db.get('photos', id), undefined))
  }

  /** The doors of all workers and villages. */
  async doors(): Promise<StoredDoors[]> {
    const stored = await this.#read((db) => db.getAll('doors'), [])
    const all = new Map(stored.map((doors) => [keyOf(doors), doors]))
    for (const [key, doors] of this.#doors) all.set(key, doors)
    return [...all.values()]
  }

  async putDoors(doors: StoredDoors): Promise<void> {
    this.#doors.set(keyOf(doors), doors)
    await this.#write((db) => db.put('doors', doors, keyOf(doors)))
  }

  /** Deletes a worker's doors, with the names behind them. */
  async removeDoors(user: string): Promise<void> {
    for (const doors of await this.doors()) {
      if (doors.user !== user) continue
      this.#doors.delete(keyOf(doors))
      await this.#write((db) => db.delete('doors', keyOf(doors)))
    }
  }

  async #read<Result>(read: (db: Database) => Promise<Result>, none: Result): Promise<Result> {
    const database = await this.#database
    return database ? read(database).catch(() => none) : none
  }

  async #write(write: (db: Database) => Promise<unknown>): Promise<boolean> {
    const database = await this.#database
    if (!database) return false
    try {
      await write(database)
      return true
    } catch {
      this.#onFailed()
      return false
    }
  }
}

function keyOf({ user, village }: StoredDoors): string {
  return `${user}/${village}`
}

async function openDatabase(): Promise<Database> {
  return openDB<Tables>(nameHere('yiping-doorstep'), 1, {
    upgrade(made) {
      made.createObjectStore('items', { keyPath: 'id' })
      made.createObjectStore('photos', { keyPath: 'id' })
      made.createObjectStore('doors')
    },
  })
}
