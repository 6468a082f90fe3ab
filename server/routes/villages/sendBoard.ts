/** Boards over HTTP: encoded once, and the bytes shared by all callers. */
import { gzipSync } from 'node:zlib'
import type { Request, Response } from 'express'
import type { Board } from '../../domain/board/board.ts'

/** Boards are immutable: a change makes a new one. */
const encoded = new WeakMap<Board, Buffer>()
const compressed = new WeakMap<Board, Buffer>()

export function sendBoard(board: Board, request: Request, response: Response): void {
  const acceptsGzip = Boolean(request.acceptsEncodings('gzip'))
  if (acceptsGzip) response.set('content-encoding', 'gzip')
  response
    .vary('accept-encoding')
    .type('json')
    // A change of what the public may see takes effect at once; `no-transform` turns off the compression of each response.
    .set('cache-control', 'no-cache, no-transform')
    .send(acceptsGzip ? gzipOf(board) : jsonOf(board))
}

function jsonOf(board: Board): Buffer {
  const bytes = encoded.get(board) ?? Buffer.from(JSON.stringify(board))
  encoded.set(board, bytes)
  return bytes
}

function gzipOf(board: Board): Buffer {
  const bytes = compressed.get(board) ?? gzipSync(jsonOf(board))
  compressed.set(board, bytes)
  return bytes
}
