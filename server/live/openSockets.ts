import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { Server as SocketServer } from 'socket.io'
import { heartbeatMs } from '../contract/live/live.ts'
import { foreignOrigin, isOwnOrigin } from '../http/origin.ts'
import { languageOf, sentence } from '../words/index.ts'
import type { Screens } from './boards/screenBoards.ts'
import type { Connections } from './connections.ts'
import type { Entrance } from './entrance.ts'
import { guardNamespaces } from './guard.ts'
import { refuseOtherMethods } from './methods.ts'
import { ScreenPeers } from './peers/screenPeers.ts'
import { openScreens, type ScreenServices } from './screens/screens.ts'
import { openStaff, type StaffServices } from './staff.ts'

/** Opens both namespaces on the server, for websockets and polling. */
export function openSockets(
  server: Server,
  entrance: Entrance,
  connections: Connections,
  services: ScreenServices & StaffServices,
  publicUrl: string | null,
): SocketServer {
  const adapter = services.store.cluster.liveAdapter((error) =>
    services.log.warn({ err: error }, 'other processes were not told'),
  )
  entrance.watch(server)
  const io = new SocketServer(server, {
    ...(adapter ? { adapter } : {}),
    serveClient: false,
    pingInterval: heartbeatMs,
    pingTimeout: heartbeatMs,
    maxHttpBufferSize: 10_000,
    // For handshakes of both transports.
    allowRequest: (request, decide) =>
      entrance.queue(request.socket, () => {
        const { headers } = request
        const language = languageOf(headers['accept-language'])
        if (!isOwnOrigin(headers, publicUrl))
          decide(sentence(language, 'foreign-origin', foreignOrigin(headers)), false)
        else if (!connections.accepts(request)) decide(sentence(language, 'too-many-connections'), false)
        else decide(null, true)
      }),
  })
  io.engine.use(refuseOtherMethods)
  connections.follow(io)
  guardNamespaces(io, services.log)
  openScreens(io, connections, services)
  openStaff(io, connections, services)
  if (adapter)
    services.screens.join(
      (listeners) => new ScreenPeers(randomUUID(), io.of('/live') as Screens, services.log, listeners),
    )
  return io
}
