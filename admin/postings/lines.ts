import { type PostingView } from '../../server/contract/postings.ts'

/**
 * A list of postings, newest first, with others put in: none stands twice, and
 * a posting that a reversal takes back is marked so.
 */
export function withPostings(lines: readonly PostingView[], more: readonly PostingView[]): PostingView[] {
  const bySeq = new Map(lines.map((line) => [line.seq, line]))
  for (const posting of more) bySeq.set(posting.seq, posting)
  for (const { reverses, seq } of more) {
    const original = reverses === null ? undefined : bySeq.get(reverses)
    if (original) bySeq.set(original.seq, { ...original, reversedBy: seq })
  }
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq)
}
