/** Starts the server and stops it: the database, the app, the sockets, the control line. */
import type { Logger } from 'pino'
import { installSample } from '../db/sample/install.ts'
import { openDatabase } from '../db/store/opening/openDatabase.ts'
import type { Database, Store } from '../db/store/store.ts'
import { listVillages } from '../db/villages/findVillages.ts'
import { createApp } from './app.ts'
import { openControl } from './control/control.ts'
import type { Environment } from './environment.ts'
import { answerBrokenRequests } from './http/brokenRequests.ts'
import { createListener, listen, urlsOf } from './http/listen.ts'
import { OpenRequests } from './http/openRequests.ts'
import { acceptPublicPath } from './http/publicPath.ts'
import { trustProxies } from './http/trustedProxies.ts'
import { closeUnread } from './http/unread.ts'
import { prepareAdministrator } from './identity/firstAdministrator.ts'
import { TokenGate } from './identity/tokenGate.ts'
import { Connections } from './live/connections.ts'
import { Entrance } from './live/entrance.ts'
import { boardReader, Hub } from './live/hub.ts'
import { type LiveLimits, liveLimits } from './live/limits.ts'
import { openSockets } from './live/openSockets.ts'
import { ScreenRegistry } from './live/screens/screenRegistry.ts'
import { createMetrics } from './metrics.ts'
import type { Pages } from './pages/serve.ts'
import type { Services } from './services.ts'
import { checkpointInWorkers } from './upkeep/checkpoints.ts'
import { measureUpkeep } from './upkeep/measures.ts'
import { everyNight } from './upkeep/nightly.ts'
import { maintainAlone, makeUpNights, nightlyHour } from './upkeep/nightlyMaintenance.ts'
import { openUpkeep } from './upkeep/openUpkeep.ts'
import { Readiness } from './upkeep/readiness.ts'
import { SharedFindings } from './upkeep/sharedFindings.ts'
import { measureStorage } from './upkeep/storage.ts'
import { WebhookSender } from './webhooks/webhookSender.ts'
import { Imports } from './workbook/imports.ts'
import { Workers } from './workers/workers.ts'

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
  const store = await openDatabase(environment)
  store.onFatal = (error) => {
    // Nothing that was not acknowledged may be believed; the next start looks at what is there.
    log.fatal({ err: error }, 'the disk failed; stopping')
    process.exit(1)
  }
  store.onListenerFailed = (error) => log.error({ err: error }, 'a change was written, but not told to all')
  const setupCode = await store.cluster
    .oneByOne(() => prepare(store, environment))
    .catch((error: unknown) => {
      store.close()
      throw error
    })
  store.onFeedBroken = (error) => log.warn({ err: error }, 'changes of other processes are not heard')
  // Not before: while a server starts nobody waits.
  store.onSlowWrite = (milliseconds) => log.warn({ milliseconds }, 'a write held the others up')
  const entrance = new Entrance()
  const hub = new Hub(store, boardReader(store, environment.publicUrl ?? ''), entrance)
  const screens = new ScreenRegistry(store, pages.build, log)
  const metrics = createMetrics(async () => liveScreens(store, screens))
  const workers = new Workers(store)
  checkpointInWorkers(store, workers, log)
  const imports = new Imports(store, workers, environment.dataDir, log)
  const findings = new SharedFindings(store.cluster, log)
  const readiness = new Readiness(store, log, findings, (village, scope, onProgress) =>
    workers.perform('verify', { village, scope }, { onProgress }),
  )
  const upkeep = await openUpkeep(store, environment.dataDir, readiness, findings, workers, log)
  await findings.start()
  const { backups, soundness, prove } = upkeep
  measureUpkeep(metrics.registry, { readiness, backups, soundness }, () =>
    measureStorage(environment.dataDir, store),
  )
  const services: Services = {
    environment,
    store,
    hub,
    imports,
    tokens: new TokenGate(store.cluster),
    webhooks: new WebhookSender(store, log),
    screens,
    metrics,
    workers,
    readiness,
    backups,
    soundness,
    prove,
    log,
    build: pages.build,
  }
  const server = createListener(environment)
  // First the app: the sockets put themselves before the listeners they find.
  server.on('request', createApp(services, pages))
  answerBrokenRequests(server)
  const connections = new Connections(limits, trustProxies(environment.trustedProxies), log)
  const io = openSockets(server, entrance, connections, services, environment.publicUrl)
  const requests = new OpenRequests(server)
  acceptPublicPath(server, environment.publicUrl)
  closeUnread(server, limits.unreadMs)
  const control = await openControl(services)
  try {
    await listen(server, environment)
  } catch (error) {
    await control.close()
    await workers.close()
    store.close()
    throw error
  }
  services.webhooks.wake()
  void verifyRecent(services)
  void checkUnchecked(services, upkeep.checkLive)
  const stopNightly = everyNight(nightlyHour, () => void maintainAlone(services))
  const stopMakingUp = makeUpNights(services)
  return {
    ...urlsOf(server, environment),
    setupCode,
    services,
    close: async () => {
      stopNightly()
      stopMakingUp()
      findings.close()
      readiness.close()
      connections.close()
      screens.leave()
      const closed = Promise.all([control.close(), io.close(), backups.close()])
      // After the sockets were told.
      setImmediate(() => requests.stop())
      await closed
      await services.webhooks.close()
      await imports.close()
      // Before the last connection, which folds the log, is closed.
      await workers.close()
      hub.close()
      await screens.close()
      metrics.stopCollecting()
      store.close()
    },
  }
}

/** Verifies what came since each ledger was proven. */
async function verifyRecent({ readiness, log }: Services): Promise<void> {
  try {
    await readiness.verifyAll('since-proven')
  } catch (error) {
    log.error({ err: error }, 'the ledgers could not be verified')
  }
}

/** Checks a database that was not checked before it was opened. */
async function checkUnchecked({ store, log }: Services, checkLive: () => Promise<unknown>): Promise<void> {
  try {
    if (await store.isCheckDue()) await checkLive()
  } catch (error) {
    log.error({ err: error }, 'the database could not be checked')
  }
}

/** @returns the set-up code to print; null where there is an administrator */
async function prepare(store: Database, { sample, administrator }: Environment): Promise<string | null> {
  if (sample && (await listVillages(store)).length === 0) await installSample(store, Date.now())
  return prepareAdministrator(store, administrator)
}

/** How many walls of each village are live, by its slug. */
async function liveScreens(store: Store, screens: ScreenRegistry): Promise<Map<string, number>> {
  const counts = screens.lists.countLive()
  return new Map((await listVillages(store)).map(({ id, slug }) => [slug, counts.get(id) ?? 0]))
}
