/** The board: a village's whole public state, and the event that carries one posting to it. */
import type { ActivityCounts } from '../activities/activities.ts'
import type { DeskHours, DeskSession } from '../calendar/deskHours.ts'
import type { RuleWorth } from '../points/points.ts'
import type { PostingKind } from '../points/posting.ts'
import type { RedemptionTerms } from '../points/redemptionTerms.ts'
import type { PointUnit } from '../points/unit.ts'
import type { LevelScheme } from '../ranking/levels.ts'
import type { TieBreaker } from '../ranking/ranking.ts'
import type { PrivacyPreset } from './privacy.ts'

export interface BoardHousehold {
  door: string
  /** As the public may see it; null where only the door is shown. */
  name: string | null
  /** Id of the group. */
  group: number
  /** Score (累计积分) of the season. */
  score: number
  /** What of the score was earned in the board's month. */
  month: number
  /** What was earned in the quarter and the calendar year of the board's month, in any season; absent from earlier servers. */
  quarter?: number | undefined
  year?: number | undefined
  /** Place when the month began; null for those who had no posting then. */
  rankBefore: number | null
  /** Points by dimension, in the order of the board's dimensions. */
  byDimension: number[]
  /** Public attributes that it agreed to show; absent without any. */
  attributes?: string[] | undefined
}

/** One public line of the ledger, as the wall tells it. */
export interface BoardLine {
  kind: PostingKind
  /** The rule's text as it was, or what the kind is called when there is no rule. */
  text: string
  /** Signed. */
  points: number
  /** Id of the dimension, null for kinds without one. */
  dimension: number | null
  /** Local date of the deed. */
  occurredOn: string
  household: { door: string; name: string | null; group: number }
}

/** A rule (细则) in force, as anybody may read it. */
export interface BoardRule {
  /** Id of the dimension. */
  dimension: number
  text: string
  terms: RuleWorth
}

/** A notice, on the wall from its first local date to its last. */
export interface BoardNotice {
  id: number
  title: string
  text: string
  /** Address of a picture on this server. */
  picture: string | null
  startsOn: string
  endsOn: string
  /** Keys of the screens that show it; empty, or absent from earlier servers, for all walls. */
  screens?: string[] | undefined
}

/** The best yards of the last inspection round that count already, best first. */
export interface BoardYards {
  /** YYYY-MM. */
  month: string
  households: { door: string; name: string | null; group: number; points: number; stars: number }[]
}

/** The levels of the latest period that was evaluated, best first. */
export interface BoardLevels {
  /** 2026-06, 2026-Q2, 2026, or the season's name. */
  period: string
  scheme: LevelScheme
  households: { door: string; name: string | null; level: string; stars: number }[]
}

/** How far the open inspection round is, as a whole and by group. */
export interface BoardRound {
  /** YYYY-MM. */
  month: string
  name: string
  /** Doors. */
  visited: number
  total: number
  groups: { id: number; visited: number; total: number }[]
}

/** The activity that is open now, and who has signed in. */
export interface BoardActivity {
  id: number
  name: string
  venue: string
  /** Local date and times, HH:MM. */
  heldOn: string
  starts: string
  ends: string
  counts: ActivityCounts
  /** How many may sign in; null for no limit. */
  room: number | null
  /** Whether households sign themselves in by the code that the wall shows. */
  byCode: boolean
  /** The wall shows nothing else meanwhile. */
  alone: boolean
  /** How many people signed in; as many as households where these count. */
  people: number
  /** The last one first. */
  arrived: { door: string; name: string | null; group: number }[]
}

/** What points can be redeemed for, and when the desk is open next. */
export interface BoardRedemption {
  /** `left` is null where stock is not counted. */
  goods: { name: string; points: number; left: number | null }[]
  /** The first session of today or later; for walls that do not know `hours`. */
  desk: DeskSession | null
  /** Absent in boards of earlier servers. */
  hours?: DeskHours | undefined
  /** What of a balance is redeemed; absent in boards of earlier servers. */
  terms?: RedemptionTerms | undefined
}

/** A publication (公示) that is open for objections. */
export interface BoardPublication {
  number: string
  /** Dates of the deeds in it. */
  startsOn: string
  endsOn: string
  /** Last local date on which an objection can be made. */
  closesOn: string
  lines: number
  /** Where to object; what its QR code carries. Without an origin where the server does not know its own. */
  address: string
}

export interface Board {
  /** `crest` is the address of a picture on this server. */
  village: { slug: string; name: string; slogan: string; timezone: string; crest: string | null }
  season: { name: string; startsOn: string; endsOn: string }
  /** The month that `month` figures speak of, YYYY-MM, local. */
  month: string
  /** Changes when the state cannot be reached by folding: ask for a new board. */
  epoch: string
  /** Number of the last posting folded in; 0 for an empty ledger. */
  seq: number
  /** First 8 hex digits of the last posting's hash. */
  head: string
  /** The smallest unit of points: all points here are whole numbers of it. */
  unit: PointUnit
  privacy: PrivacyPreset
  tieBreakers: TieBreaker[]
  dimensions: { id: number; name: string }[]
  groups: { id: number; name: string }[]
  households: readonly BoardHousehold[]
  /** Village totals by month, oldest first, without months of zeros alone; points in the order of the dimensions. */
  months: { month: string; byDimension: number[] }[]
  /** The last public lines, newest first, at most `recentLines`. */
  recent: BoardLine[]
  /**
   * What deductions took in the month, by dimension, as of the last midnight; dimensions with too few
   * households are left out. Null where the village names deductions.
   */
  deductions: { dimension: number; points: number }[] | null
  rules: BoardRule[]
  /** Those of today and of days to come. */
  notices: BoardNotice[]
  yards: BoardYards | null
  /** Null where no round is open, or it is kept off the wall. */
  round: BoardRound | null
  /** How many deductions were put right this month; absent from earlier servers. */
  mended?: number | undefined
  /** Null where none is open; absent from earlier servers. */
  activity?: BoardActivity | null | undefined
  /** Null before the first evaluation; absent from earlier servers. */
  levels?: BoardLevels | null | undefined
  redemption: BoardRedemption | null
  publicity: BoardPublication[]
  /**
   * Where somebody finds their own household by its door; what a QR code carries. Without an origin where the server
   * does not know its own; absent from earlier servers.
   */
  findAt?: string | undefined
}

/** How many lines a board remembers. */
export const recentLines = 30

/** What one posting changes in the public numbers. */
export interface BoardChange {
  door: string
  /** Signed; 0 for postings that leave the season's score as it is. */
  points: number
  /** What it adds to the quarter and the year, where that is not `points`: a posting of an earlier season. */
  periodPoints?: number | undefined
  dimension: number | null
  /** Month of the deed, YYYY-MM. */
  month: string
}

/** A household's public numbers after a posting that is no public line. */
export type BoardFigures = Pick<
  BoardHousehold,
  'door' | 'score' | 'month' | 'quarter' | 'year' | 'byDimension'
>

/** The event that carries one posting to the screens. Its size does not grow with the village. */
export interface PostingEvent {
  seq: number
  epoch: string
  head: string
  /**
   * Null for a posting that is no public line: `figures` stands instead. Walls of earlier builds
   * cannot fold it, stay behind, and get a board with their next heartbeat.
   */
  change: BoardChange | null
  /** Null too for a household that is not on the board. */
  figures: BoardFigures | null
  line: BoardLine | null
}
