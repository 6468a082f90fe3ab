/** Which numbers of the ledger an import brought: it writes all its postings in one transaction, one after the other. */
import type { Store } from '../store/store.ts'

/** Numbers of postings, both ends included. */
export interface Stretch {
  from: number
  to: number
}

/**
 * The postings of imports since a time, in the order of their numbers.
 *
 * @param time ISO 8601, UTC
 */
export async function importedSince(store: Store, village: number, time: string): Promise<Stretch[]> {
  const batches = await store.all<{ id: number }>(
    "SELECT id FROM batches WHERE village_id = ? AND kind = 'import' AND made_at >= ?",
    village,
    time,
  )
  const found: Stretch[] = []
  for (const { id } of batches) {
    const one = await store.first<{ seq: number }>(
      `SELECT p.seq FROM batch_lines l JOIN postings p ON p.village_id = l.village_id AND p.id = l.score_id
       WHERE l.village_id = ? AND l.batch_id = ? LIMIT 1`,
      village,
      id,
    )
    if (!one) continue
    const isOfBatch = async (seq: number) =>
      (await store.first(
        `SELECT 1 AS found FROM postings p JOIN batch_lines l ON l.village_id = p.village_id AND l.score_id = p.id
         WHERE p.village_id = ? AND p.seq = ? AND l.batch_id = ?`,
        village,
        seq,
        id,
      )) !== undefined
    found.push({
      from: await farthest(one.seq, -1, isOfBatch),
      to: await farthest(one.seq, 1, isOfBatch),
    })
  }
  return found.sort((a, b) => a.from - b.from)
}

/** The last number in a direction up to which all hold, in steps that double and then halve. */
async function farthest(
  start: number,
  direction: 1 | -1,
  holds: (seq: number) => Promise<boolean>,
): Promise<number> {
  let end = start
  let step = 1
  while (await holds(end + direction * step)) {
    end += direction * step
    step *= 2
  }
  for (; step >= 1; step /= 2) if (await holds(end + direction * step)) end += direction * step
  return end
}

/** What is left of a stretch without others, which are in order and do not overlap. */
export function beside(whole: Stretch, others: readonly Stretch[]): Stretch[] {
  const left: Stretch[] = []
  let { from } = whole
  for (const other of others) {
    if (other.from > from) left.push({ from, to: Math.min(other.from - 1, whole.to) })
    from = Math.max(from, other.to + 1)
  }
  if (from <= whole.to) left.push({ from, to: whole.to })
  return left
}
