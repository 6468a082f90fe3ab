import type { Effect, PointScale } from '../../points/points.ts'
import { writtenLevels } from '../rules/levels.ts'
import { type Cell, tightText } from './cells.ts'
import { numeralPattern, parseNumeral } from './numerals.ts'

/** Larger figures are slips of the hand. */
export const mostPoints = 100_000

/** What the words about a rule's points say; the effect is null where no sign and no word tells it. */
export interface PointsReading {
  effect: Effect | null
  scale: PointScale
  /** Figures without a word for what tells them apart: repetitions, or levels. */
  isBareSteps: boolean
}

/** Units that are counted within one deed; 次, 处 and the like are deeds of their own. */
const units = '小时|个小时|钟头|人|天|公里|斤|公斤|袋|棵|平方米'
const figure = '\\d+(?:\\.\\d+)?'
const perUnitAfter = new RegExp(`^([+-]?)(${figure})(?:/|每)(?:1|一)?(${units})$`, 'u')
const perUnitBefore = new RegExp(`^每(?:1|一)?(${units})[加奖扣减:]?([+-]?)(${figure})$`, 'u')
const unitInText = new RegExp(`[([【](?:每|/)(?:1|一)?(${units})[)\\]】]|每个?(小时)`, 'u')
/** Behind a stroke, these are no units that one deed has several of. */
const deedOrTime = /^(?:每|1|一)*(?:次|处|起|项|例|件|户|个|日|周|星期|月|季|季度|年|年度|期)$/u
const perDeed = /(?:\/|每)(?:1|一)?(?:次|处|起|项|例|件|户|个)$|^每(?:1|一)?(?:次|处|起|项|例|件|户|个)/u
const step = new RegExp(
  `第(${numeralPattern})次(?:及以上|以上|起)?(?:扣|减|加|奖|得)?[::]?([+-]?${figure})`,
  'gu',
)

/**
 * The worth of a rule as an office writes it: `+20`, `20分`, `0-100`,
 * `-10/-20/-30`, `+10/小时`, `每小时10分`, `最高30分`.
 *
 * @param text the rule's own text, which may name the unit: 志愿服务(每小时)
 * @returns points, not smallest units; null when the words give no clear figure
 */
export function readPointsWords(cell: Cell | undefined, text: string): PointsReading | null {
  const words = tightText(cell)
    .replace(/[‐-―−]/gu, '-')
    .replace(/分(?!钟)/gu, '')
    .replace(/[~～至到]/gu, '~')
  const effect = effectOf(words)
  const bare = words.replace(perDeed, '').replace(/^(?:加|奖励?|得|扣|减|计)+/u, '')
  const levels = writtenLevels(words)
  const told = escalation(words) ?? (levels && { type: 'levels' as const, levels })
  const bareSteps = told ? null : steps(bare)
  const scale = told ?? bareSteps ?? range(bare) ?? perUnit(bare) ?? single(bare, text)
  return scale && largest(scale) <= mostPoints ? { effect, scale, isBareSteps: bareSteps !== null } : null
}

/** What the words say about giving or taking, by a sign or by 加 and 扣. */
function effectOf(words: string): Effect | null {
  if (/扣|减|罚|负面|(?:^|[^\d~])-\d/u.test(words)) return 'deduct'
  return /\+|加|奖|正向/u.test(words) ? 'award' : null
}

function largest(scale: PointScale): number {
  switch (scale.type) {
    case 'range':
      return scale.max
    case 'escalating':
      return Math.max(...scale.steps)
    case 'levels':
      return Math.max(...scale.levels.map(({ points }) => points))
    case 'fixed':
    case 'perUnit':
      return scale.points
  }
}

/** 第一次10,第二次20,第三次及以上30. */
function escalation(words: string): PointScale | null {
  const found = [...words.matchAll(step)]
  const inOrder = found.every((match, index) => parseNumeral(match[1] ?? '') === index + 1)
  return found.length >= 2 && inOrder ? escalating(found.map((match) => match[2] ?? '')) : null
}

/** -10/-20/-30 or 10、20、30. */
function steps(words: string): PointScale | null {
  const parts = words.split(/[/、,;|]/u)
  return parts.length >= 2 && parts.every((part) => /^[+-]?\d+(?:\.\d+)?$/u.test(part))
    ? escalating(parts)
    : null
}

function escalating(figures: readonly string[]): PointScale {
  return { type: 'escalating', steps: figures.map((figure) => Math.abs(Number(figure))) }
}

/** 0-100, 0~100, -5~-20, 最高30. */
function range(words: string): PointScale | null {
  const most = /^(?:最高|最多|不超过|上限|≤|<=)([+-]?\d+(?:\.\d+)?)$/u.exec(words)
  if (most) return { type: 'range', min: 0, max: Math.abs(Number(most[1])) }
  const parts = /^[+-]?(\d+(?:\.\d+)?)[-~]+\+?(\d+(?:\.\d+)?)$/u.exec(words)
  if (!parts) return null
  const ends = [Number(parts[1]), Number(parts[2])]
  return { type: 'range', min: Math.min(...ends), max: Math.max(...ends) }
}

function perUnit(words: string): PointScale | null {
  const after = perUnitAfter.exec(words)
  const before = perUnitBefore.exec(words)
  const points = after?.[2] ?? before?.[3]
  if (points === undefined) return otherUnit(words)
  return { type: 'perUnit', points: Number(points), unit: unitName(after?.[3] ?? before?.[1] ?? '') }
}

/** +10/筐, for units that only exports of villages with such rules name. */
function otherUnit(words: string): PointScale | null {
  const [, points, unit = ''] =
    new RegExp(`^[+-]?(${figure})/([^\\d+\\-/~,;、|]{1,8})$`, 'u').exec(words) ?? []
  return points === undefined || deedOrTime.test(unit)
    ? null
    : { type: 'perUnit', points: Number(points), unit }
}

function single(words: string, text: string): PointScale | null {
  if (!/^[+-]?\d+(?:\.\d+)?$/u.test(words)) return null
  const points = Math.abs(Number(words))
  const named = unitInText.exec(tightText(text))
  const unit = named?.[1] ?? named?.[2]
  return unit ? { type: 'perUnit', points, unit: unitName(unit) } : { type: 'fixed', points }
}

function unitName(word: string): string {
  return /小时|钟头/u.test(word) ? '小时' : word
}
