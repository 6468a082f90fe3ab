/** What is wrong with the server after it was tried. */
import type { Measure } from './messages.ts'
import type { ServerUnderTest } from './serverUnderTest.ts'

const megabyte = 1024 * 1024
/** The heap may hold as much more after the run than after its first part, for caches with a bound. */
const mostHeapGrowth = 64 * megabyte
/** Resident memory the same: SQLite's page cache is 128 MB of it. */
const mostResidentGrowth = 320 * megabyte
/** The longest stall may exceed that of an idle loop on the same machine by this, ms. */
const mostStallMs = 250
/** Not more faults than this are listed. */
const mostListed = 20

export interface FuzzReport {
  cases: number
  /** Answers by status, or whatever else tells what was reached. */
  counts: Record<string, number>
  faults: string[]
  heapGrowth: number
  residentGrowth: number
  /** The longest stall, and that of the idle loop, ms. */
  stallMs: number
  idleStallMs: number
}

/** Collects faults; the same kind is listed once. */
export class Judgement {
  readonly #kinds = new Set<string>()
  readonly #faults: string[] = []
  readonly #counts = new Map<string, number>()
  #base: Measure | null = null
  #last: Measure | null = null
  #stall = { own: 0, idle: 0 }

  get faults(): readonly string[] {
    return this.#faults
  }

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  /** @param kind faults of one kind are listed once */
  add(kind: string, fault: string): void {
    if (this.#kinds.has(kind) || this.#faults.length >= mostListed) return
    this.#kinds.add(kind)
    this.#faults.push(`${kind}: ${fault}`)
  }

  /** Takes the stalls since the last measure, and the memory now; the first call of `isWarm` is what later ones are compared with. */
  async measure(server: ServerUnderTest, isWarm: boolean): Promise<void> {
    const measured = await server.measure()
    this.#last = measured
    if (isWarm) this.#base ??= measured
    if (measured.stallMs - measured.idleStallMs > this.#stall.own - this.#stall.idle)
      this.#stall = { own: measured.stallMs, idle: measured.idleStallMs }
  }

  /** Adds what only shows at the end: the ledgers, memory and, where asked for, stalls. */
  async report(server: ServerUnderTest, cases: number, judgesStalls: boolean): Promise<FuzzReport> {
    const heapGrowth = (this.#last?.heap ?? 0) - (this.#base?.heap ?? 0)
    const residentGrowth = (this.#last?.resident ?? 0) - (this.#base?.resident ?? 0)
    if (heapGrowth > mostHeapGrowth) this.add('heap', `grew by ${megabytes(heapGrowth)}`)
    if (residentGrowth > mostResidentGrowth) this.add('memory', `grew by ${megabytes(residentGrowth)}`)
    const { own, idle } = this.#stall
    if (judgesStalls && own - idle > mostStallMs)
      this.add('stall', `${Math.round(own)} ms, of an idle loop ${Math.round(idle)} ms`)
    if (server.isAlive) for (const fault of await server.verify()) this.add('ledger', fault)
    else this.add('exit', 'the server is gone')
    if (this.#faults.length > 0 && server.log !== '') this.#faults.push(`the server's log: ${server.log}`)
    return {
      cases,
      counts: Object.fromEntries([...this.#counts].sort()),
      faults: this.#faults,
      heapGrowth,
      residentGrowth,
      stallMs: own,
      idleStallMs: idle,
    }
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / megabyte)} MB`
}
