/** A disk that keeps what was synced, and of the rest whatever a power cut happens to leave. */
import type { Random } from '../random.ts'
import type { Step } from './records.ts'

/** A disk writes sectors whole, each by itself, in any order. */
const sectorBytes = 512

type Pending = Extract<Step, { kind: 'write' | 'truncate' }>

interface File {
  /** What is on the disk for certain. */
  synced: Buffer
  pending: Pending[]
}

type Naming = { name: string; file: File | null }

/** How a cut treats what was not synced. */
const fates = ['all', 'none', 'some writes', 'some sectors', 'the first writes', 'the last writes'] as const
type Fate = (typeof fates)[number]

export class Disk {
  readonly #folder: string
  /** The names as the process sees them. */
  readonly #names = new Map<string, File>()
  /** The names that are on the disk for certain. */
  readonly #syncedNames = new Map<string, File>()
  /** Changes of names since the folder was last synced; their order holds. */
  #namings: Naming[] = []

  /**
   * @param folder the name of the folder
   * @param files what lay there at first, all of it on the disk
   */
  constructor(folder: string, files: ReadonlyMap<string, Buffer>) {
    this.#folder = folder
    for (const [name, content] of files) {
      const file = { synced: Buffer.from(content), pending: [] }
      this.#names.set(name, file)
      this.#syncedNames.set(name, file)
    }
  }

  /** Does one step. */
  take(step: Step): void {
    if (step.kind === 'sync') this.#sync(step.name)
    else if (step.kind === 'create') this.#name(step.name, { synced: Buffer.alloc(0), pending: [] })
    else if (step.kind === 'unlink') this.#name(step.name, null)
    else if (step.kind === 'rename') {
      const file = this.#names.get(step.name)
      if (file) this.#name(step.to, file)
      this.#name(step.name, null)
    } else this.#names.get(step.name)?.pending.push(step)
  }

  /** The files that a cut at this moment could leave, by name. */
  cut(random: Random): Map<string, Buffer> {
    const fate = random.pick(fates)
    const names = new Map(this.#syncedNames)
    const kept = fate === 'all' ? this.#namings.length : random.whole(0, this.#namings.length)
    for (const naming of fate === 'none' ? [] : this.#namings.slice(0, kept)) rename(names, naming)
    return new Map([...names].map(([name, file]) => [name, left(file, fate, random)]))
  }

  #name(name: string, file: File | null): void {
    const naming = { name, file }
    rename(this.#names, naming)
    this.#namings.push(naming)
  }

  #sync(name: string): void {
    if (name === this.#folder) {
      for (const naming of this.#namings) rename(this.#syncedNames, naming)
      this.#namings = []
      return
    }
    const file = this.#names.get(name)
    if (!file) return
    for (const step of file.pending) file.synced = applied(file.synced, step)
    file.pending = []
  }
}

function rename(names: Map<string, File>, { name, file }: Naming): void {
  if (file) names.set(name, file)
  else names.delete(name)
}

/** A file after the cut. */
function left({ synced, pending }: File, fate: Fate, random: Random): Buffer {
  let content: Buffer = Buffer.from(synced)
  const turn = random.whole(0, pending.length)
  const keepsSize = random.chance(0.5)
  const fill = random.chance(0.2) ? 0xa5 : 0
  for (const [index, step] of pending.entries()) {
    // A longer file may be known before its content is.
    if (step.kind === 'write' && keepsSize && fate !== 'none')
      content = lengthened(content, step.offset + step.data.length, fill)
    const isKept =
      fate === 'all' ||
      (fate === 'some writes' && random.chance(0.5)) ||
      (fate === 'the first writes' && index < turn) ||
      (fate === 'the last writes' && index >= turn)
    if (isKept) content = applied(content, step)
    else if (
      step.kind === 'write' &&
      (fate === 'some sectors' || (fate === 'the first writes' && index === turn))
    )
      for (const sector of sectorsOf(step)) if (random.chance(0.5)) content = applied(content, sector)
  }
  return content
}

function applied(content: Buffer, step: Pending): Buffer {
  if (step.kind === 'truncate')
    return step.size <= content.length ? content.subarray(0, step.size) : lengthened(content, step.size, 0)
  const longer = lengthened(content, step.offset + step.data.length, 0)
  step.data.copy(longer, step.offset)
  return longer
}

function lengthened(content: Buffer, size: number, fill: number): Buffer {
  return size <= content.length
    ? content
    : Buffer.concat([content, Buffer.alloc(size - content.length, fill)])
}

function* sectorsOf({ name, offset, data }: Extract<Step, { kind: 'write' }>): Generator<Pending> {
  for (let at = 0; at < data.length;) {
    const end = Math.min(data.length, at + sectorBytes - ((offset + at) % sectorBytes))
    yield { kind: 'write', name, offset: offset + at, data: data.subarray(at, end) }
    at = end
  }
}
