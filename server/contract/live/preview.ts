/** What the panel tells its preview of a wall: messages between two pages of one origin. Types and constants alone. */
import type { BoardNotice } from '../../domain/board/board.ts'
import type { ScreenSettings } from '../../domain/board/screens.ts'

/** What a preview shows in place of what its screen is set to. */
export interface PreviewOrder {
  /** Settings that are not saved yet; null for the screen's own. */
  settings: ScreenSettings | null
  /** What the screen shows now; null to go through the playlist. */
  turn: { scene: string; page: number } | null
  /** A notice that is not saved yet, shown alone; null for none. */
  notice: BoardNotice | null
}

/** The preview says that it listens, the panel says what to show. */
export type PreviewMessage = { wallPreview: 'ready' } | { wallPreview: PreviewOrder }
