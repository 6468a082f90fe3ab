/** What the processes of one server do together. */
import type { CountedTries } from './postgres/processes/countedTries.ts'
import type { LiveAdapter } from './postgres/processes/liveAdapter.ts'
import type { SharedImports } from './postgres/processes/sharedImports.ts'
import type { SharedValues } from './postgres/processes/sharedValues.ts'

export interface Cluster {
  /** Does the work while no other process does such work: what is prepared when they start. */
  oneByOne<Result>(work: () => Promise<Result>): Promise<Result>
  /** Whether this process does what one of them does alone. */
  leads(): Promise<boolean>
  /**
   * Counts tries for all processes; null where there is one process, which counts by itself.
   *
   * @param name of what is tried
   * @param most tries of one key within the time
   * @param seconds for how long a try counts
   */
  countedTries(name: string, most: number, seconds: number): CountedTries | null
  /** Previews of imports for all processes; null where there is one process, which has its own. */
  readonly imports: SharedImports | null
  /** Values for all processes, with a reader of changes of its own; null where there is one process. */
  values(): SharedValues | null
  /** What carries Socket.IO's words between processes; null where there is one process. */
  liveAdapter(onError: (error: Error) => void): LiveAdapter | null
}

/** A server of one process. */
export const alone: Cluster = {
  oneByOne: (work) => work(),
  leads: async () => true,
  countedTries: () => null,
  imports: null,
  values: () => null,
  liveAdapter: () => null,
}
