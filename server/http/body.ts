/**
 * Reads request bodies after the caller was authorised. Bounds their size, the
 * memory of all bodies together, each caller's share of it, and their speed.
 */
import { isUtf8 } from 'node:buffer'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { type Pace, watchPace } from './limits/pace.ts'
import { Semaphore } from './limits/semaphore.ts'
import { HttpRefused } from './problem.ts'

const kilobyte = 1024
const megabyte = 1024 * kilobyte

/** Limits of one kind of body. */
export interface BodyLimits extends Pace {
  /** Largest body, bytes. */
  most: number
  /** Reads the whole body. */
  read: RequestHandler
  /** Refusal of a body that is too large; a generic one by default. */
  tooLarge?: (most: number) => HttpRefused
  /** Null where `most` is so little that the number of connections bounds the sum. */
  room: {
    /** All bodies of this kind together; waiting bodies are not read. */
    place: Semaphore
    /** Of it, at most so much for one person, and for one address, bytes. */
    person: number
    address: number
    /** A body up to this size needs no place, bytes. */
    free: number
    /** Longest wait for room before the request is refused, ms. */
    patienceMs: number
    /** Code of that refusal. */
    busy: string
  } | null
}

/** Below this a connection counts as stalled; a weak mobile signal is faster. */
const leastPace = { leastBytesPerSecond: 500, windowMs: 15_000 }

/** Refuses bytes that are not UTF-8, which would be replaced silently. */
const json = (most: number) =>
  express.json({
    limit: most,
    verify: (_request, _response, body) => {
      if (!isUtf8(body)) throw new Error('not UTF-8')
    },
  })

/** What a stranger sends: a name, a password, a code. */
export const strangersBody: BodyLimits = {
  ...leastPace,
  deadlineMs: 20_000,
  most: 16 * kilobyte,
  read: json(16 * kilobyte),
  room: null,
}

/** What households and staff send: 500 postings with their notes fit. */
export const jsonBody: BodyLimits = {
  ...leastPace,
  deadlineMs: 60_000,
  most: megabyte,
  read: json(megabyte),
  room: {
    place: new Semaphore(64 * megabyte),
    person: 8 * megabyte,
    address: 32 * megabyte,
    free: 16 * kilobyte,
    patienceMs: 20_000,
    busy: 'uploads-busy',
  },
}

/** A picture; a phone's camera stays below. */
export const pictureBody: BodyLimits = {
  ...leastPace,
  deadlineMs: 120_000,
  most: 12 * megabyte,
  read: express.raw({ type: () => true, limit: 12 * megabyte }),
  tooLarge: (most) => new HttpRefused(413, 'picture-too-large', { limit: most / megabyte }),
  room: {
    place: new Semaphore(96 * megabyte),
    person: 24 * megabyte,
    address: 72 * megabyte,
    free: 0,
    // Below the panel's patience for files.
    patienceMs: 60_000,
    busy: 'pictures-busy',
  },
}

/** The largest workbook: one of an office with a million lines stays below it. */
export const workbookBody: BodyLimits = {
  ...leastPace,
  deadlineMs: 300_000,
  most: 32 * megabyte,
  read: express.raw({ type: () => true, limit: 32 * megabyte }),
  room: {
    place: new Semaphore(96 * megabyte),
    person: 32 * megabyte,
    address: 64 * megabyte,
    free: 0,
    patienceMs: 60_000,
    busy: 'uploads-busy',
  },
}

/**
 * Reads a whole body once there is room for it.
 *
 * @param holderOf the sender: a person across all their sessions, and an address
 */
export function takeBody(
  limits: BodyLimits,
  holderOf: (request: Request, response: Response) => { person: string; address: string },
): RequestHandler {
  return async (request, response, next) => {
    await enter(limits, request, response, holderOf)
    let isSettled = false
    const settle = (error?: unknown) => {
      if (isSettled) return
      isSettled = true
      stop()
      next(error === undefined ? undefined : inWords(limits, error))
    }
    const stop = watchPace(request, limits, () => {
      // The rest is not read. Not 408: phones treat any 4xx as final.
      response.set({ connection: 'close', 'retry-after': '10' })
      settle(new HttpRefused(503, 'body-too-slow'))
    })
    limits.read(request, response, settle)
  }
}

/** Waits for room, which is released when the response closes. */
async function enter(
  { room, most }: BodyLimits,
  request: Request,
  response: Response,
  holderOf: (request: Request, response: Response) => { person: string; address: string },
): Promise<void> {
  const size = sizeOf(request, most)
  if (!room || size <= room.free) return
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const { person, address } = holderOf(request, response)
  const holders = [
    { name: `person ${person}`, most: room.person },
    { name: `address ${address}`, most: room.address },
  ]
  try {
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(room.patienceMs)])
    const leave = await room.place.acquire(size, signal, holders)
    if (response.closed) leave()
    else response.once('close', leave)
  } catch {
    throw new HttpRefused(503, room.busy)
  }
}

/** Memory for the body: its Content-Length, or the most where that is missing or compressed. */
function sizeOf(request: Request, most: number): number {
  const said = Number(request.get('content-length') ?? Number.NaN)
  const isPlain = request.get('content-encoding') === undefined && Number.isFinite(said)
  return isPlain ? Math.min(said, most) : most
}

function inWords({ tooLarge, most }: BodyLimits, error: unknown): unknown {
  const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large'
  return isTooLarge && tooLarge ? tooLarge(most) : error
}
