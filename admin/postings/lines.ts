import type { PostingView } from '../../server/contract/scores/postings.ts'

/**
 * Merges postings into a list, newest first, without duplicates. Reversed postings are marked, and deductions have
 * the sum of what was restored.
 */
export function withPostings(lines: readonly PostingView[], more: readonly PostingView[]): PostingView[] {
  const bySeq = new Map(lines.map((line) => [line.seq, line]))
  for (const posting of more) bySeq.set(posting.seq, posting)
  for (const { reverses, seq } of more) {
    const original = reverses === null ? undefined : bySeq.get(reverses)
    if (original) bySeq.set(original.seq, { ...original, reversedBy: seq })
  }
  for (const posting of more) markRestored(bySeq, posting)
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq)
}

/** A filtered list may lack a deduction's other restores: a new one never lowers what the server said. */
function markRestored(bySeq: Map<number, PostingView>, posting: PostingView): void {
  const { restores, reverses } = posting
  const taken = reverses === null ? null : (bySeq.get(reverses)?.restores ?? null)
  const deduction = bySeq.get(restores ?? taken ?? 0)
  if (!deduction) return
  let restored = 0
  for (const line of bySeq.values())
    if (line.restores === deduction.seq && line.reversedBy === null) restored += line.points
  if (restores !== null) restored = Math.max(restored, deduction.restored)
  bySeq.set(deduction.seq, { ...deduction, restored })
}
