import { useTimeoutFn } from '@vueuse/core'
import { onScopeDispose } from 'vue'
import type { PostingEvent } from '../../server/domain/board/board.ts'
import { here } from '../../server/domain/page/here.ts'
import { type ReceivedBoard, useBoardStore } from './boardStore.ts'

/** A fetch that is not done within this is tried again, ms. */
const timeoutMs = 10_000
/** Delay before the first retry, doubled with each, and the longest, ms. */
const firstRetryMs = 500
const longestRetryMs = 4_000
/** Most postings kept while a board is fetched; after more, it is fetched again. */
const mostKept = 1_000

/** Names one state of a village's board. */
interface Version {
  seq: number
  epoch: string
}

export interface BoardFetch {
  /** Fetches the newest board before the server says which one it has; once, when the page opens. @returns whether it came */
  begin: () => Promise<boolean>
  /** Whether the server has a board that the store does not have yet. */
  isBehind: () => boolean
  /** Fetches the server's board, unless the store has it. */
  want: (version: Version) => void
  /** Folds a posting into the board, after the board that is being fetched or that it does not follow. */
  take: (event: PostingEvent) => void
  /** Replaces the board by one that came whole. */
  replace: (board: ReceivedBoard) => void
  /** Drops the fetch and what waits for it: the server will say again which board it has. */
  cancel: () => void
}

/**
 * Brings the board store to the version that the server says it has: by folding, or by fetching the board over HTTP,
 * with jittered retries for as long as it takes. Ends with its scope.
 *
 * @param onCurrent called whenever the store has the server's board
 */
export function useBoardFetch(village: string, onCurrent: () => void): BoardFetch {
  const store = useBoardStore()
  /** What the store lacks; null while it lacks nothing. */
  let wanted: Version | null = null
  /** Postings after `wanted`, for the board that comes. */
  let kept: PostingEvent[] = []
  let attempt: AbortController | null = null
  let failures = 0
  const retry = useTimeoutFn(() => void load(), retryMs, { immediate: false })

  function retryMs(): number {
    const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1))
    return longest * (0.5 + Math.random() / 2)
  }

  function has({ seq, epoch }: Version): boolean {
    const { board } = store
    return board !== null && board.epoch === epoch && board.seq >= seq
  }

  function want(version: Version): void {
    const { epoch } = version
    const seq = wanted?.epoch === epoch ? Math.max(wanted.seq, version.seq) : version.seq
    if (has({ seq, epoch })) return finish()
    // What is being fetched may be of before a change of what the public may see.
    if (wanted && wanted.epoch !== epoch) cancel()
    wanted = { seq, epoch }
    if (!attempt && !retry.isPending.value) void load()
  }

  function take(event: PostingEvent): void {
    if (!wanted && (has(event) || store.take(event))) return onCurrent()
    want(event)
    if (kept.length >= mostKept) kept = []
    kept.push(event)
  }

  function replace(board: ReceivedBoard): void {
    store.replace(board)
    finish()
  }

  function finish(): void {
    cancel()
    onCurrent()
  }

  function cancel(): void {
    wanted = null
    kept = []
    failures = 0
    retry.stop()
    attempt?.abort()
    attempt = null
  }

  async function begin(): Promise<boolean> {
    const own = (attempt = new AbortController())
    const board = await fetchBoard(village, null, own)
    if (attempt !== own) return false
    attempt = null
    if (board && !has(board)) fill(board)
    if (wanted && has(wanted)) finish()
    else if (wanted) void load()
    return board !== null
  }

  async function load(): Promise<void> {
    if (!wanted) return
    const own = (attempt = new AbortController())
    const board = await fetchBoard(village, wanted, own)
    if (attempt !== own) return
    attempt = null
    if (board) fill(board)
    if (has(wanted)) return finish()
    failures += 1
    retry.start()
  }

  /** Takes a board that was fetched, then the postings that came meanwhile. */
  function fill(board: ReceivedBoard): void {
    store.replace(board)
    for (const event of kept) if (!has(event)) store.take(event)
    kept = []
  }

  onScopeDispose(cancel)

  return { begin, isBehind: () => wanted !== null, want, take, replace, cancel }
}

/**
 * @param version what the server has; the newest without it, at the address that the page preloads
 * @returns null when it cannot be had
 */
async function fetchBoard(
  village: string,
  version: Version | null,
  attempt: AbortController,
): Promise<ReceivedBoard | null> {
  const query = version ? `?${new URLSearchParams({ epoch: version.epoch, seq: String(version.seq) })}` : ''
  const address = here(`/api/villages/${village}/board${query}`)
  const timer = setTimeout(() => attempt.abort(), timeoutMs)
  try {
    const response = await fetch(new URL(address, location.href), { signal: attempt.signal })
    return response.ok ? ((await response.json()) as ReceivedBoard) : null
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}
