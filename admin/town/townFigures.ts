/** What the town's table and charts show, from the villages' figures. */
import type { TownVillageView } from '../../server/contract/reports/town.ts'
import { inPoints } from '../../server/domain/points/unit.ts'
import type { Series } from '../fields/charts/options.ts'

/** Lines that a chart can hold and still be read. */
export const mostLines = 8

/** Share of the households with a posting, whole percent; null without households. */
export function participation({ active, households }: { active: number; households: number }): number | null {
  return households === 0 ? null : Math.round((100 * active) / households)
}

/** Points per household, to one decimal; null without households. @param points not smallest units */
export function perHousehold(points: number, households: number): number | null {
  return households === 0 ? null : Math.round((10 * points) / households) / 10
}

/** The whole town, its points to one decimal: the sample is made up and counts nowhere. */
export function townTotal(villages: readonly TownVillageView[]): {
  households: number
  active: number
  points: number
} {
  const real = villages.filter(({ sample }) => !sample)
  const sum = (of: (village: TownVillageView) => number) =>
    real.reduce((total, village) => total + of(village), 0)
  return {
    households: sum(({ households }) => households),
    active: sum(({ active }) => active),
    points: Math.round(10 * sum(({ points, unit }) => inPoints(points, unit))) / 10,
  }
}

/** Points per household by dimension, a series each, a figure a village; dimensions go by their name. */
export function byDimension(villages: readonly TownVillageView[]): Series[] {
  const names = [...new Set(villages.flatMap((village) => village.byDimension.map(({ name }) => name)))]
  return names.map((name) => ({
    name,
    values: villages.map(
      ({ byDimension: parts, households, unit }) =>
        perHousehold(inPoints(parts.find((part) => part.name === name)?.points ?? 0, unit), households) ?? 0,
    ),
  }))
}

/**
 * Points per household by month: the villages with the most of them, a line each.
 *
 * @param last the last month to show, YYYY-MM; later ones are empty
 */
export function byMonth(
  villages: readonly TownVillageView[],
  last: string,
): { months: string[]; series: Series[] } {
  const touched = new Set(villages.flatMap((village) => village.months.map(({ month }) => month)))
  const months = [...touched].filter((month) => month <= last).sort()
  const average = ({ points, households, unit }: TownVillageView) =>
    perHousehold(inPoints(points, unit), households) ?? 0
  const chosen = [...villages].sort((a, b) => average(b) - average(a)).slice(0, mostLines)
  const series = chosen.map(({ name, months: figures, households, unit }) => ({
    name,
    values: months.map(
      (month) =>
        perHousehold(inPoints(figures.find((one) => one.month === month)?.points ?? 0, unit), households) ??
        0,
    ),
  }))
  return { months, series }
}
