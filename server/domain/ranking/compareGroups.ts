export interface ComparedGroup {
  id: number
  name: string
  /** Households. */
  count: number
  /** Points per household, rounded. */
  average: number
  /** Equal averages share a rank. */
  rank: number
}

/** Groups by points per household, best first; groups without households stay out. */
export function compareGroups(
  groups: readonly { id: number; name: string }[],
  households: readonly { group: number; score: number }[],
): ComparedGroup[] {
  const sums = new Map(groups.map(({ id }) => [id, { count: 0, total: 0 }]))
  for (const { group, score } of households) {
    const sum = sums.get(group)
    if (!sum) continue
    sum.count += 1
    sum.total += score
  }
  const compared = groups.flatMap(({ id, name }) => {
    const { count, total } = sums.get(id) ?? { count: 0, total: 0 }
    return count === 0 ? [] : [{ id, name, count, average: Math.round(total / count) }]
  })
  return compared
    .sort((a, b) => b.average - a.average)
    .map((group) => ({
      ...group,
      rank: 1 + compared.filter(({ average }) => average > group.average).length,
    }))
}
