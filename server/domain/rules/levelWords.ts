/** Levels in words: their periods and thresholds; the page that shows them brings the words. */
import { formatPoints, type PointUnit } from '../points/unit.ts'
import type { Level, LevelMeasure } from '../ranking/levels.ts'
import type { Translate } from './ruleWords.ts'

/** The name of a period by its key: 2026-06, 2026-Q2, 2026, or a season's name. */
export function levelPeriodName(key: string, t: Translate): string {
  const year = key.slice(0, 4)
  if (/^\d{4}-\d{2}$/.test(key)) return t('levelPeriod.month', { year, month: Number(key.slice(5)) })
  if (/^\d{4}-Q\d$/.test(key)) return t('levelPeriod.quarter', { year, quarter: Number(key.slice(6)) })
  return t('levelPeriod.year', { year: key })
}

/** What a level asks for. @param unit of the village */
export function levelThreshold(by: LevelMeasure, { from }: Level, t: Translate, unit: PointUnit): string {
  return t(`levelFrom.${by}`, { from: by === 'points' ? formatPoints(from, unit) : from })
}
