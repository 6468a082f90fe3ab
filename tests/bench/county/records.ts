/** Records of a made village: no real place, no real people. */
import type { OfficeHousehold, OfficeLine, OfficeRule } from '../../../db/scores/officeRecords.ts'
import { addDays } from '../../../server/domain/calendar/calendar.ts'
import type { Cap, PointScale } from '../../../server/domain/points/points.ts'
import { fiveDimensions } from '../../../server/domain/rules/rulebooks.ts'
import { day } from '../../support/server.ts'
import { doorOf } from './names.ts'
import { type CountyShape, entryRule } from './shape.ts'

/** Deeds lie on so many days from the year's first. */
const days = 180
const groups = 20
const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许'
const numerals = '一二三四五六七八九十'
/** Lines are recorded no later than this before they are made, ms: they are nothing of today. */
const agoMs = 2 * 86_400_000

/** Numbers from 0 to 1 in an order that the seed fixes (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function rule(dimension: string, text: string, scale: PointScale, caps: Cap[] = []): OfficeRule {
  return { dimension, text, terms: { effect: 'award', scale, caps, evidence: false, reviewers: 0 } }
}

/** A rule that may give anything in each dimension, and the one of the entries, whose cap nobody meets. */
export const rules: OfficeRule[] = [
  ...fiveDimensions.map((dimension) =>
    rule(dimension, `${dimension}记分`, { type: 'range', min: 0, max: 100 }),
  ),
  rule('志愿服务', entryRule, { type: 'fixed', points: 10 }, [
    { period: 'month', by: 'points', limit: 100_000 },
  ]),
]

/** All households of one village. */
export function householdsOf({ households }: CountyShape, random: () => number): OfficeHousehold[] {
  const pick = (text: string) => text[Math.floor(random() * text.length)] ?? ''
  return Array.from({ length: households }, (_, index) => ({
    door: doorOf(index),
    head: `${pick(surnames)}${pick(numerals)}${random() < 0.4 ? pick(numerals) : ''}`,
    group: `${1 + (index % groups)}组`,
    members: 1 + Math.floor(random() * 6),
    phone: null,
    note: null,
  }))
}

/** The lines of one village from one number to before another, in order of their days. */
export function linesOf(
  { households, postings }: CountyShape,
  from: number,
  to: number,
  random: () => number,
): OfficeLine[] {
  const latest = new Date(Date.now() - agoMs).toISOString()
  return Array.from({ length: to - from }, (_, offset) => {
    const occurredOn = addDays(day, Math.floor(((from + offset) / postings) * days))
    const recordedAt = `${occurredOn}T08:30:00.000Z`
    return {
      door: doorOf(Math.floor(random() * households)),
      rule: `${fiveDimensions[Math.floor(random() * fiveDimensions.length)]}记分`,
      points: Math.floor(random() * 100),
      occurredOn,
      clerk: null,
      note: null,
      recordedAt: recordedAt < latest ? recordedAt : latest,
    }
  })
}
