import type { Effect, PointScale, RuleTerms } from '../../points/points.ts'
import { recordText } from '../../text/recordText.ts'
import { type Cell, tightText } from '../cells/cells.ts'
import { type PointsReading, readPointsWords } from '../cells/pointsWords.ts'
import { readCap, readMostUnits } from './capWords.ts'
import { namedLevels } from './levels.ts'

export interface RuleWords {
  /** The rule's own text. */
  text: string
  /** The cell with the points. */
  points: Cell | undefined
  /** Words about caps, evidence, review, from any column. */
  words: readonly (Cell | undefined)[]
  /** What the column or the section says about signs, for points written without one. */
  effect: Effect | null
}

const evidence = /拍照|照片|图片|视频|证明|证书|凭证|凭据|佐证|票据|材料/u
const twoReviewers = /(?:双人|两人|二人|2人|两名|2名)(?:共同|同时)?(?:复核|审核|评议|确认|核实|签字)/u
const oneReviewer = /评议|复核|审核|审定|核实|审批/u
/** Phrases that only say again what the points say. */
const explanation =
  /^(?:第?[一二三四五六七八九十\d]+次(?:及以上|以上|起|及以后)?|首次|再次|每(?:次|处|起|项|例|件|户|个)(?:[+-]?\d+分?)?)$/u

/** What a rule's words say. */
export interface RuleReading {
  terms: RuleTerms
  /** Words that set nothing. */
  notUnderstood: string[]
  /** The words do not tell whether several figures are for repetitions or for levels. */
  stepsUnclear: boolean
}

/**
 * A rule's terms from the words of an office.
 *
 * @returns null when the points cannot be understood
 */
export function readRuleWords(rule: RuleWords): RuleReading | null {
  const phrases = rule.words.flatMap((cell) => splitPhrases(tightText(cell)))
  const reading = readPointsWords(rule.points, rule.text) ?? readPointsWords(phrases.join(','), rule.text)
  if (!reading) return null
  const effect = reading.effect ?? rule.effect ?? (/扣分|罚分/u.test(rule.text) ? 'deduct' : 'award')
  const steps = readSteps(reading, effect, [rule.text, ...rule.words.map(tightText)])
  const terms: RuleTerms = {
    effect,
    scale: steps.scale,
    caps: [],
    evidence: false,
    reviewers: 0,
  }
  const notUnderstood = phrases.filter((phrase) => !explanation.test(phrase) && !apply(phrase, terms))
  return { terms, notUnderstood, stepsUnclear: steps.unclear }
}

const repetition = /第[一二三四五六七八九十\d]+次|首次|初次|再次|多次|逐次|累犯|屡/u

/** What several figures are for: repetitions where the words or rising deductions say so, or else levels. */
function readSteps(
  { scale, isBareSteps }: PointsReading,
  effect: Effect,
  texts: readonly string[],
): { scale: PointScale; unclear: boolean } {
  if (!isBareSteps || scale.type !== 'escalating') return { scale, unclear: false }
  if (texts.some((text) => repetition.test(text))) return { scale, unclear: false }
  const levels = namedLevels(texts, scale.steps)
  if (levels) return { scale: { type: 'levels', levels }, unclear: false }
  const isRising = scale.steps.every((step, place) => step >= (scale.steps[place - 1] ?? 0))
  return { scale, unclear: !(effect === 'deduct' && isRising) }
}

/** Sets what the phrase asks for; false when it asks for nothing known. */
function apply(phrase: string, terms: RuleTerms): boolean {
  let understood = false
  const mostUnits = readMostUnits(phrase, terms.scale)
  if (mostUnits !== null && terms.scale.type === 'perUnit') {
    terms.scale = { ...terms.scale, maxUnits: mostUnits }
    return true
  }
  if (phrase === recordText('per-member') && terms.scale.type === 'perUnit') {
    terms.scale = { ...terms.scale, members: true }
    return true
  }
  const cap = readCap(phrase, terms.scale)
  if (cap) {
    if (!terms.caps.some(({ period, by }) => period === cap.period && by === cap.by)) terms.caps.push(cap)
    understood = true
  }
  if (evidence.test(phrase)) understood = terms.evidence = true
  if (twoReviewers.test(phrase)) {
    terms.reviewers = 2
    understood = true
  } else if (oneReviewer.test(phrase)) {
    if (terms.reviewers === 0) terms.reviewers = 1
    understood = true
  }
  return understood
}

function splitPhrases(words: string): string[] {
  return words.split(/[,;。、/|]|(?<=[^\d])\.|并且?(?=须|需|要|经|应)/u).filter((phrase) => phrase !== '')
}
