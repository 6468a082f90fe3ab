/** Screens as the panel shows them, and the settings that a wall gets. */
import type { Screen } from '../../../db/villages/screens.ts'
import type { ScreenOrder } from '../../contract/live/live.ts'
import type { ScreenList, ScreenView } from '../../contract/villages/screens.ts'
import { isLive, type SeenScreen } from './openScreen.ts'
import type { WaitingScreen } from './waitingScreens.ts'

/**
 * A confirmed screen as it is now.
 *
 * @param open walls of its village
 * @param build that the server serves
 */
export function viewScreen(
  { id, key, name, settings, said, lastWordAt }: Screen,
  open: SeenScreen[],
  build: string,
): ScreenView {
  // Of two walls with one name the newest word counts.
  const [heard] = open
    .filter(({ wall, waiting }) => wall.key === key && !waiting)
    .sort((a, b) => b.lastWordAt - a.lastWordAt)
  const word = heard?.word ?? said
  return {
    id,
    key,
    name,
    settings,
    state: heard ? (isLive(heard.lastWordAt) ? 'live' : 'silent') : 'away',
    lastWordAt: heard ? new Date(heard.lastWordAt).toISOString() : lastWordAt,
    connectedAt: heard ? new Date(heard.wall.connectedAt).toISOString() : null,
    address: heard?.wall.address ?? null,
    width: word.width,
    height: word.height,
    build: word.build,
    isCurrent: word.build === build,
    scene: word.scene,
    page: word.page ?? 0,
    scenes: word.scenes,
    clockDifferenceMs: heard?.clockDifferenceMs ?? null,
    failed: heard?.failed ?? [],
  }
}

/** Walls that wait for the administrator. */
export function viewWaiting(
  waiting: WaitingScreen[],
  known: Screen[],
  open: SeenScreen[],
): ScreenList['waiting'] {
  return waiting.map((one) => ({
    id: one.id,
    key: one.key,
    replaces: known.find(({ key }) => key === one.key)?.name ?? null,
    address: one.address,
    width: one.width,
    height: one.height,
    since: new Date(one.since).toISOString(),
    isOpen: open.some(({ waiting }) => waiting?.id === one.id),
  }))
}

export function settingsOf({ name, settings }: Pick<Screen, 'name' | 'settings'>): ScreenOrder {
  return { type: 'settings', name, settings }
}
