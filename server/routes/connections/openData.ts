import type { Response, Router } from 'express'
import { headsByDoor, openLines, type OpenStretch } from '../../../db/board/openData.ts'
import type { Token } from '../../../db/people/tokens.ts'
import type { VillageRow } from '../../../db/store/schema.ts'
import { unitOf } from '../../../db/villages/pointUnit.ts'
import type { OpenBoard } from '../../contract/connections/openData.ts'
import { operations } from '../../contract/operations/operations.ts'
import { Refused } from '../../domain/answers/refused.ts'
import type { Board } from '../../domain/board/board.ts'
import { PlacedBoard } from '../../domain/board/placedBoard.ts'
import type { Services } from '../../services.ts'
import { positionOf } from '../page.ts'
import { route } from '../route.ts'
import { boardTable, ledgerTable, sendTable } from './openTables.ts'

interface Reader {
  village: VillageRow
  token: Token | null
}

/** Open data: the board and the public lines of the ledger, as JSON and as tables. */
export function openDataRoutes(router: Router, services: Services): void {
  const { store, hub } = services

  const readBoard = async ({ village, token }: Reader): Promise<OpenBoard> => {
    const board = await hub.board(village.id, 'low')
    if (!board) throw new Refused('not-found', 'unknown-village', { slug: village.slug })
    const open = openBoardOf(board)
    if (!token?.scopes.includes('names')) return open
    const heads = await headsByDoor(store, village.id)
    return { ...open, items: open.items.map((one) => ({ ...one, name: heads.get(one.door) ?? one.name })) }
  }

  const readLedger = async (
    { village, token }: Reader,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<OpenStretch> =>
    openLines(store, village, positionOf(cursor) ?? 0, limit, {
      names: token?.scopes.includes('names') ?? false,
      everyLine: token?.scopes.includes('every-line') ?? false,
    })

  route(router, services, operations.openBoard, async ({ village, token, response }) => {
    setHeaders(response, token)
    return { answer: await readBoard({ village, token }) }
  })

  route(router, services, operations.openBoardTable, async ({ village, token, language, response }) => {
    setHeaders(response, token)
    sendTable(
      response,
      village,
      'standings',
      language,
      boardTable(await readBoard({ village, token }), language),
    )
  })

  route(router, services, operations.openLedger, async ({ village, token, query, response }) => {
    setHeaders(response, token)
    const { lines, to, more } = await readLedger({ village, token }, query)
    const { slug, name } = village
    const next = more ? String(to) : null
    return { answer: { village: { slug, name }, unit: unitOf(village), items: lines, to, next } }
  })

  route(router, services, operations.openLedgerTable, async (call) => {
    const { village, token, query, language, response } = call
    setHeaders(response, token)
    const { lines, to, more } = await readLedger({ village, token }, query)
    if (more) response.set('link', `<?cursor=${to}&limit=${query.limit}>; rel="next"`)
    sendTable(response, village, 'postings', language, ledgerTable(lines, unitOf(village), language))
  })
}

/**
 * What was sent is asked after each time: a change of what the public may see takes effect at once. Pages of other
 * hosts may read what a village has opened, and nothing that a token gives.
 */
function setHeaders(response: Response, token: Token | null): void {
  response.vary('authorization').set('cache-control', `${token ? 'private' : 'public'}, no-cache`)
  if (!token)
    response.set({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
}

/** Boards are immutable: placed once for all who ask. */
const placed = new WeakMap<Board, OpenBoard>()

function openBoardOf(board: Board): OpenBoard {
  const known = placed.get(board)
  if (known) return known
  const groups = new Map(board.groups.map(({ id, name }) => [id, name]))
  const { name: season, startsOn, endsOn } = board.season
  const { slug, name } = board.village
  const open: OpenBoard = {
    village: { slug, name },
    season: { name: season, startsOn, endsOn },
    month: board.month,
    unit: board.unit,
    seq: board.seq,
    head: board.head,
    dimensions: board.dimensions.map((one) => one.name),
    items: new PlacedBoard(board).places.slice().map(({ rank, household }) => ({
      place: rank,
      door: household.door,
      name: household.name,
      group: groups.get(household.group) ?? '',
      score: household.score,
      month: household.month,
      byDimension: household.byDimension,
    })),
  }
  placed.set(board, open)
  return open
}
