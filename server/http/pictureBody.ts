import express, { type Request, type RequestHandler } from 'express'
import { Room } from '../room.ts'
import { HttpRefused } from './problem.ts'

/** Largest picture that is taken, MB; a phone's camera stays below. */
const mostMegabytes = 12
const megabyte = 1024 * 1024
/** All pictures on their way in hold at most this much memory, MB; the others wait on their side of the line. */
const room = new Room(96 * megabyte)
/** After this long without room somebody is told to come again, ms: below the panel's patience for files. */
const patience = 60_000

const takeWhole = express.raw({ type: () => true, limit: mostMegabytes * megabyte })

/**
 * Takes a picture's bytes whole, however many phones send at once: their memory
 * is bounded, and nobody's bytes are read before there is room for them.
 */
export const pictureBody: RequestHandler = async (request, response, next) => {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const leave = await enter(request, gone.signal)
  if (response.closed) leave()
  else response.once('close', leave)
  takeWhole(request, response, (error?: unknown) => next(error === undefined ? undefined : inWords(error)))
}

async function enter(request: Request, gone: AbortSignal): Promise<() => void> {
  try {
    return await room.enter(sizeOf(request), AbortSignal.any([gone, AbortSignal.timeout(patience)]))
  } catch {
    throw new HttpRefused(503, 'pictures-busy')
  }
}

/** What the body will take: what it says of itself, and the most where it says nothing that can be relied on. */
function sizeOf(request: Request): number {
  const said = Number(request.get('content-length') ?? Number.NaN)
  const isPlain = request.get('content-encoding') === undefined && Number.isFinite(said)
  return isPlain ? Math.min(said, mostMegabytes * megabyte) : mostMegabytes * megabyte
}

function inWords(error: unknown): unknown {
  const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large'
  return isTooLarge ? new HttpRefused(413, 'picture-too-large', { limit: mostMegabytes }) : error
}
