/** Starts the server and stops it: the database, the app, the sockets, the control line. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo } from 'node:net'
import { type Logger } from 'pino'
import { Server as SocketServer } from 'socket.io'
import { openStore } from '../db/store/sqlite/open.ts'
import { installSample } from '../db/sample/install.ts'
import { type Store } from '../db/store/store.ts'
import { createFirstAdministrator, hasAdministrator } from '../db/people/users.ts'
import { listVillages } from '../db/villages/villages.ts'
import { isEverywhere, lanOrigins } from './http/addresses.ts'
import { createApp } from './app.ts'
import { heartbeatMs } from './contract/live/live.ts'
import { openControl } from './control/control.ts'
import { type Environment, WrongSetting } from './environment.ts'
import { answerBrokenRequests } from './http/brokenRequests.ts'
import { cannotListen } from './http/cannotListen.ts'
import { limitConnections, requestLimits } from './http/connections.ts'
import { OpenRequests } from './http/openRequests.ts'
import { foreignOrigin, isOwnOrigin } from './http/origin.ts'
import { acceptPublicPath } from './http/publicPath.ts'
import { closeUnread } from './http/unread.ts'
import { Imports } from './workbook/imports.ts'
import { guardNamespaces } from './live/guard.ts'
import { ScreenRegistry } from './live/screenRegistry.ts'
import { Hub } from './live/hub.ts'
import { Connections } from './live/connections.ts'
import { type LiveLimits, liveLimits } from './live/limits.ts'
import { refuseOtherMethods } from './live/methods.ts'
import { openScreens } from './live/screens.ts'
import { openStaff } from './live/staff.ts'
import { createMetrics } from './metrics.ts'
import { type Pages } from './pages/serve.ts'
import { type Services } from './services.ts'
import { hashPassword } from './identity/passwords.ts'
import { passwordFault } from './domain/people/passwords/passwordRule.ts'
import { Readiness } from './upkeep/readiness.ts'
import { issueSetupCode } from './identity/setupCode.ts'
import { maintain, nightlyHour } from './upkeep/nightlyMaintenance.ts'
import { measureUpkeep } from './upkeep/measures.ts'
import { everyNight } from './upkeep/nightly.ts'
import { checkOpened, openUpkeep } from './upkeep/openUpkeep.ts'
import { measureStorage } from './upkeep/storage.ts'
import { languageOf, sentence } from './words/index.ts'

export interface RunningServer {
  /** Where it listens on this machine, without a slash at the end. */
  url: string
  /** The same as other machines on the network reach it. */
  lanUrls: string[]
  /** The one-time code for the first administrator; null when there is one. */
  setupCode: string | null
  services: Services
  /** Answers the requests and commands in progress, then closes everything. */
  close: () => Promise<void>
}

/**
 * Starts a server.
 *
 * @param pages the built pages, or those of a development server
 * @param limits of the live connections
 * @throws CannotOpen when the data folder cannot be used, WrongSetting for a bad ADMIN_PASSWORD of the first administrator
 */
export async function startServer(
  environment: Environment,
  log: Logger,
  pages: Pages,
  limits: LiveLimits = liveLimits,
): Promise<RunningServer> {
  const store = await openStore(environment.dataDir)
  store.onFatal = (error) => {
    // Nothing that was not acknowledged may be believed; the next start looks at what is there.
    log.fatal({ err: error }, 'the disk failed; stopping')
    process.exit(1)
  }
  store.onListenerFailed = (error) => log.error({ err: error }, 'a change was written, but not told to all')
  const setupCode = await prepare(store, environment).catch((error: unknown) => {
    store.close()
    throw error
  })
  const hub = new Hub(store, environment.publicUrl ?? '')
  const screens = new ScreenRegistry(store, pages.build, log)
  const metrics = createMetrics(() => liveScreens(store, screens))
  const imports = new Imports(store, environment.dataDir, log)
  const readiness = new Readiness(store, log)
  const { backups, soundness } = openUpkeep(store, environment.dataDir, readiness, log)
  measureUpkeep(metrics.registry, { readiness, backups, soundness }, () =>
    measureStorage(environment.dataDir, store.file),
  )
  const services: Services = {
    environment,
    store,
    hub,
    imports,
    screens,
    metrics,
    readiness,
    backups,
    soundness,
    log,
    build: pages.build,
  }
  const server = listenOver(environment)
  // First the app: the sockets put themselves before the listeners they find.
  server.on('request', createApp(services, pages))
  answerBrokenRequests(server)
  const connections = new Connections(limits, log)
  const io = openSockets(server, connections, services)
  const requests = new OpenRequests(server)
  acceptPublicPath(server, environment.publicUrl)
  closeUnread(server, limits.unreadMs)
  const control = await openControl(services)
  try {
    await listen(server, environment)
  } catch (error) {
    await control.close()
    store.close()
    throw error
  }
  void readiness.verifyAll()
  checkOpened(store, environment.dataDir, backups, log)
  const stopNightly = everyNight(nightlyHour, () => void maintain(services))
  return {
    ...addresses(server, environment),
    setupCode,
    services,
    close: async () => {
      stopNightly()
      readiness.close()
      connections.close()
      const closed = Promise.all([control.close(), io.close(), backups.close()])
      // After the sockets were told.
      setImmediate(() => requests.stop())
      await closed
      await imports.close()
      hub.close()
      screens.close()
      metrics.stopCollecting()
      store.close()
    },
  }
}

/** How many walls of each village are live, by its slug. */
function liveScreens(store: Store, screens: ScreenRegistry): Map<string, number> {
  const counts = screens.countLive()
  return new Map(listVillages(store).map(({ id, slug }) => [slug, counts.get(id) ?? 0]))
}

/** The first administrator where the environment names one, the sample where nothing is yet. */
async function prepare(store: Store, { administrator, sample }: Environment): Promise<string | null> {
  if (sample && listVillages(store).length === 0) installSample(store, Date.now())
  if (hasAdministrator(store)) return null
  if (!administrator) return issueSetupCode(store)
  // Judged here alone: an installation that has its administrator starts with any password in its environment.
  if (passwordFault(administrator.password, administrator.username))
    throw new WrongSetting('ADMIN_PASSWORD', 'setting-password')
  createFirstAdministrator(store, {
    username: administrator.username,
    displayName: administrator.username,
    passwordHash: await hashPassword(administrator.password),
  })
  return null
}

function listenOver({ tls }: Environment): Server {
  const server = tls ? listenSecurely(tls) : createServer(requestLimits)
  limitConnections(server)
  return server
}

function listenSecurely(tls: NonNullable<Environment['tls']>): Server {
  const cert = readSetting('TLS_CERT', tls.cert)
  const key = readSetting('TLS_KEY', tls.key)
  try {
    return createSecureServer({ ...requestLimits, cert, key })
  } catch (error) {
    throw new WrongSetting('TLS_KEY', 'setting-tls', { detail: (error as Error).message })
  }
}

function readSetting(variable: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? ''
    throw new WrongSetting(variable, 'setting-unreadable', { file, detail })
  }
}

function openSockets(server: Server, connections: Connections, services: Services): SocketServer {
  const { publicUrl } = services.environment
  const io = new SocketServer(server, {
    serveClient: false,
    pingInterval: heartbeatMs,
    pingTimeout: heartbeatMs,
    maxHttpBufferSize: 10_000,
    // For handshakes of both transports.
    allowRequest: (request, decide) => {
      const { headers } = request
      const language = languageOf(headers['accept-language'])
      if (!isOwnOrigin(headers, publicUrl))
        decide(sentence(language, 'foreign-origin', foreignOrigin(headers)), false)
      else if (!connections.accepts(request)) decide(sentence(language, 'too-many-connections'), false)
      else decide(null, true)
    },
  })
  io.engine.use(refuseOtherMethods)
  connections.follow(io)
  guardNamespaces(io, services.log)
  openScreens(io, connections, services)
  openStaff(io, connections, services)
  return io
}

async function listen(server: Server, { port, host }: Environment): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)))
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function addresses(server: Server, environment: Environment): Pick<RunningServer, 'url' | 'lanUrls'> {
  const { port } = server.address() as AddressInfo
  const { host, tls } = environment
  const local = isEverywhere(host) ? 'localhost' : host
  return {
    url: `${tls ? 'https' : 'http'}://${local}:${port}`,
    lanUrls: lanOrigins(environment, port),
  }
}
