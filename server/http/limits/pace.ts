import type { Request } from 'express'

/** How long a body may take, and how slow it may be. */
export interface Pace {
  /** The whole body, ms. */
  deadlineMs: number
  /** Over each `windowMs`, bytes a second. */
  leastBytesPerSecond: number
  windowMs: number
}

/**
 * Watches a body on its way in: calls back once when it is too slow or takes
 * too long. Begin when its bytes are being read.
 *
 * @returns ends the watch
 */
export function watchPace(
  request: Request,
  { deadlineMs, leastBytesPerSecond, windowMs }: Pace,
  onSlow: () => void,
): () => void {
  const { socket } = request
  const least = (leastBytesPerSecond * windowMs) / 1000
  let before = socket.bytesRead
  const slow = () => {
    if (request.complete) return
    stop()
    onSlow()
  }
  const deadline = setTimeout(slow, deadlineMs)
  const windows = setInterval(() => {
    if (request.complete) stop()
    else if (socket.bytesRead - before < least) slow()
    before = socket.bytesRead
  }, windowMs)
  const stop = () => {
    clearTimeout(deadline)
    clearInterval(windows)
  }
  return stop
}
