/** Bounds of what clients can ask of the live connections, all of them strangers to the server. */
export interface LiveLimits {
  /** A connection whose client reads nothing for this long is closed, ms. */
  unreadMs: number
  /** Open connections of one address, and of all together. */
  connectionsPerAddress: number
  connections: number
  /** Whole boards in events within a minute; screens that fetch them over HTTP get none. */
  boardsPerConnection: number
  boardsPerAddress: number
  /** Namespaces joined within a minute; a wall of an unknown village joins every 4 s. */
  joinsPerConnection: number
  /** Packets from the client within a minute; a wall sends two every 5 s, and one for each gap. */
  packetsPerConnection: number
}

/**
 * A hall behind one address has some 60 screens and a few panels. Connections of
 * this machine itself, where a proxy may hide everyone, count in the total only.
 */
export const liveLimits: LiveLimits = {
  unreadMs: 30_000,
  connectionsPerAddress: 1_000,
  connections: 10_000,
  boardsPerConnection: 60,
  boardsPerAddress: 1_200,
  joinsPerConnection: 30,
  packetsPerConnection: 1_500,
}
