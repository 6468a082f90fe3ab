import { computed, type ComputedRef, onScopeDispose, ref, watch } from 'vue'

/** A scene as the playlist sees it. */
export interface PlaylistEntry {
  name: string
  /** Number of pages now; 0 while there is nothing to show. */
  pages: number
  /** How long a page is shown, ms. */
  dwellMs: number
}

export interface Turn {
  scene: string
  /** From 1. */
  page: number
}

/**
 * The turn after this one: the next page of the scene, else the first page of
 * the next scene that has something to show. Null when none has.
 */
export function nextTurn(entries: readonly PlaylistEntry[], turn: Turn | null): Turn | null {
  const index = entries.findIndex(({ name }) => name === turn?.scene)
  const current = entries[index]
  if (turn && current && turn.page < current.pages) return { scene: turn.scene, page: turn.page + 1 }
  for (let step = 1; step <= entries.length; step += 1) {
    const entry = entries[(index + step) % entries.length]
    if (entry && entry.pages > 0) return { scene: entry.name, page: 1 }
  }
  return null
}

export interface Playlist {
  turn: ComputedRef<Turn | null>
  /** Goes to the next turn now. */
  advance: () => void
}

export interface PlaylistOptions {
  /** Stay on this page. */
  pinnedPage?: number | undefined
  /** Called at every turn. */
  onTurn?: () => void
}

/** Goes through scenes and pages in an endless loop. Ends with its scope. */
export function usePlaylist(
  entries: () => readonly PlaylistEntry[],
  options: PlaylistOptions = {},
): Playlist {
  const turn = ref<Turn | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  /** How long the current page is shown, ms. */
  let dwells = 0

  function show(next: Turn | null): void {
    turn.value = next
    clearTimeout(timer)
    const entry = entries().find(({ name }) => name === next?.scene)
    if (!entry) return
    dwells = entry.dwellMs
    timer = setTimeout(advance, dwells)
  }

  function advance(): void {
    options.onTurn?.()
    show(options.pinnedPage === undefined ? nextTurn(entries(), turn.value) : turn.value)
  }

  // Starts when there is something to show; leaves a page that no longer exists.
  watch(
    entries,
    (now) => {
      const entry = now.find(({ name }) => name === turn.value?.scene)
      if (turn.value && entry && turn.value.page <= entry.pages) {
        if (entry.dwellMs !== dwells) show(turn.value)
        return
      }
      const first = nextTurn(now, null)
      show(first && { ...first, page: options.pinnedPage ?? first.page })
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { turn: computed(() => turn.value), advance }
}
