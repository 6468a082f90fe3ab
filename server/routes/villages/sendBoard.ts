/** Boards over HTTP: encoded and compressed once for each change, and the bytes shared by all callers. */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Request, Response } from 'express'
import { Refused } from '../../domain/answers/refused.ts'
import type { Board } from '../../domain/board/board.ts'

const compress = promisify(gzip)
const decompress = promisify(gunzip)
/** Half the time of the usual one, for bytes that are a sixth more. */
const level = 3

interface Encoded {
  /** The same for both encodings, therefore weak. */
  etag: string
  /** All that is kept: hardly a caller takes the board as it was. */
  gzip: Buffer
}

/** Boards are immutable: a change makes a new one. */
const encoded = new WeakMap<Board, Promise<Encoded>>()

/**
 * Sends a village's board; 304 to a caller that has it.
 *
 * @param read reads the board that the public may see now
 * @returns the board that was sent
 * @throws Refused when the village is gone
 */
export async function sendBoard(
  read: () => Promise<Board | null>,
  slug: string,
  request: Request,
  response: Response,
): Promise<Board> {
  const mustRead = async () => {
    const board = await read()
    if (!board) throw new Refused('not-found', 'unknown-village', { slug })
    return board
  }
  let board = await mustRead()
  let bytes = await bytesOf(board)
  // What the public may see could have changed while the board was compressed.
  for (let now = await mustRead(); now.epoch !== board.epoch; now = await mustRead()) {
    board = now
    bytes = await bytesOf(board)
  }
  const acceptsGzip = Boolean(request.acceptsEncodings('gzip'))
  if (acceptsGzip) response.set('content-encoding', 'gzip')
  response
    .vary('accept-encoding')
    .type('json')
    // A change of what the public may see takes effect at once; `no-transform` turns off the compression of each response.
    .set('cache-control', 'no-cache, no-transform')
    .set('etag', bytes.etag)
    .send(acceptsGzip ? bytes.gzip : await decompress(bytes.gzip))
  return board
}

function bytesOf(board: Board): Promise<Encoded> {
  let bytes = encoded.get(board)
  if (!bytes) encoded.set(board, (bytes = encode(board)))
  return bytes
}

async function encode(board: Board): Promise<Encoded> {
  const json = Buffer.from(JSON.stringify(board))
  const digest = createHash('sha256').update(json).digest('base64url').slice(0, 22)
  return { etag: `W/"${digest}"`, gzip: await compress(json, { level }) }
}
