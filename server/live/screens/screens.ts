/** The screens' namespace: sends public state, receives the status of screens. */
import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import type { Server as SocketServer } from 'socket.io'
import { shownCode } from '../../../db/activities/shownCode.ts'
import type { Database } from '../../../db/store/store.ts'
import { findVillage } from '../../../db/villages/findVillages.ts'
import { unitOf } from '../../../db/villages/pointUnit.ts'
import type { LiveRefusal } from '../../contract/live/live.ts'
import { liveHandshake, screenHello } from '../../contract/live/screenWords.ts'
import type { ShownCode } from '../../domain/activities/activities.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { Malformed } from '../../words/fields/malformed.ts'
import { languageOf, sentence } from '../../words/index.ts'
import { type Screen, ScreenBoards, type Screens } from '../boards/screenBoards.ts'
import type { Connections } from '../connections.ts'
import { runLater } from '../guard.ts'
import type { Hub } from '../hub.ts'
import type { OpenScreen } from './openScreen.ts'
import type { ScreenRegistry } from './screenRegistry.ts'

export interface ScreenServices {
  store: Database
  hub: Hub
  screens: ScreenRegistry
  build: string
  log: Logger
}

/** Opens `/live` and forwards the hub's events to the screens of each village. */
export function openScreens(
  io: SocketServer,
  connections: Connections,
  { store, hub, screens: registry, build, log }: ScreenServices,
): void {
  const screens = io.of('/live') as Screens

  screens.use((screen, next) => runLater(screen, log, () => admit(screen, next)))

  async function admit(screen: Screen, next: (refusal?: Error) => void): Promise<void> {
    const connection = connections.admit(screen)
    const language = languageOf(screen.handshake.headers['accept-language'])
    const refuse = (code: LiveRefusal['code'], says: string) =>
      next(Object.assign(new Error(says), { data: { code } satisfies LiveRefusal }))
    const handshake = liveHandshake.safeParse(screen.handshake.auth, { reportInput: true })
    if (!handshake.success)
      return refuse('malformed', new Malformed(handshake.error.issues).sentence(language))
    if (!connection) return refuse('too-many-connections', sentence(language, 'too-many-connections'))
    const village = await findVillage(store, handshake.data.village)
    if (!village) {
      const { village: slug } = handshake.data
      return refuse('unknown-village', sentence(language, 'unknown-village', { slug }))
    }
    const key = handshake.data.screen?.trim() ?? ''
    const { device } = handshake.data
    const wall: OpenScreen = {
      village: village.id,
      key: key === '' ? null : key,
      device: device ? sha256(device) : null,
      isPreview: handshake.data.preview ?? false,
      address: connection.ip,
      connectedAt: Date.now(),
      send: (order) => connection.send(`screen ${order.type}`, () => screen.emit('screen', order)),
    }
    screen.data = {
      connection,
      wall,
      fetches: handshake.data.fetch ?? false,
      readsUnits: handshake.data.units ?? false,
      unit: unitOf(village),
    }
    next()
  }

  const boards = new ScreenBoards(screens, hub, build, log)

  /** The code of the village's open activity, for a screen that stands in its rooms: anybody can open a wall. */
  async function signInCodeFor(wall: OpenScreen): Promise<ShownCode | null> {
    if (!registry.isConfirmed(wall)) return null
    const activity = (await hub.version(wall.village, 'low'))?.activity
    if (!activity?.byCode) return null
    return shownCode(store, wall.village, activity.id, Date.now()).catch((error: unknown) => {
      // Closed meanwhile.
      if (error instanceof Refused) return null
      throw error
    })
  }

  screens.on('connection', async (screen: Screen) => {
    const { wall, connection, fetches } = screen.data
    boards.add(screen)
    screen.on('disconnect', () => {
      boards.remove(screen)
      registry.remove(wall)
    })
    screen.on('hello', (word: unknown, answer: unknown) => {
      const hello = screenHello.safeParse(word)
      if (!hello.success || typeof answer !== 'function') return
      registry.update(wall, hello.data)
      runLater(screen, log, async () => {
        const missing = await boards.missing(screen, hello.data)
        const signIn = await signInCodeFor(wall)
        connection.answer(() => {
          // Before the answer: a screen that gets the answer alone takes its board for the newest.
          if (missing && fetches) boards.tell(screen, missing)
          answer({ serverTime: Date.now(), build, signIn })
        })
        // The answer to a board just sent may still be under way.
        if (missing && !fetches && !connection.hasNewBoard(Date.now())) boards.send(screen, missing)
      })
    })
    runLater(screen, log, async () => {
      const missing = await boards.missing(screen, liveHandshake.parse(screen.handshake.auth))
      if (missing) boards.send(screen, missing)
    })
    await registry.add(wall)
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
