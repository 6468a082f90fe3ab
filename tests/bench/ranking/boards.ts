/** Boards of any size, and the postings that follow them. */
import type { Board, PostingEvent } from '../../../server/domain/board/board.ts'
import { fiveDimensions } from '../../../server/domain/rules/rulebooks.ts'
import { year } from '../../support/server.ts'

const month = `${year}-01`
const groups = 20
/** Scores of a new board; households share many of them in a large one. */
const scores = 2_000
const moved = 10

/** A board whose households have no name, and scores of five dimensions. */
export function makeBoard(households: number): Board {
  return {
    village: { slug: 'one', name: '', slogan: '', timezone: 'Asia/Shanghai', crest: null },
    season: { name: String(year), startsOn: `${year}-01-01`, endsOn: `${year}-12-31` },
    month,
    epoch: 'bench',
    seq: 0,
    head: '',
    unit: 1,
    privacy: 'door',
    tieBreakers: [{ by: 'dimension', dimension: fiveDimensions.length }],
    dimensions: fiveDimensions.map((name, index) => ({ id: index + 1, name })),
    groups: Array.from({ length: groups }, (_, index) => ({ id: index + 1, name: '' })),
    households: Array.from({ length: households }, (_, index) => {
      const score = (index * 37) % scores
      return {
        door: doorAt(index),
        name: null,
        group: 1 + (index % groups),
        score,
        month: 0,
        rankBefore: null,
        byDimension: fiveDimensions.map((_, slot) => (slot === 0 ? score : 0)),
      }
    }),
    months: [],
    recent: [],
    deductions: null,
    rules: [],
    notices: [],
    yards: null,
    round: null,
    redemption: null,
    publicity: [],
  }
}

export function doorAt(index: number): string {
  return String(1_001 + index)
}

/** Ten points for one household of the board. */
export function nextPosting({ epoch, seq }: Pick<Board, 'epoch' | 'seq'>, door: string): PostingEvent {
  const occurredOn = `${month}-01`
  return {
    seq: seq + 1,
    epoch,
    head: '',
    change: { door, points: moved, dimension: 1, month },
    figures: null,
    line: {
      kind: 'award',
      text: '',
      points: moved,
      dimension: 1,
      occurredOn,
      household: { door, name: null, group: 1 },
    },
  }
}
