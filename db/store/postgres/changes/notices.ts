/** Changes as processes tell them to each other: postings by their seqs, all else as it is. */
import type { Change } from '../../changes.ts'

/** The channel of NOTIFY. */
export const channel = 'yiping_changes'
/** Stands for what belongs to no village, where others have the id of theirs. */
export const installationKey = 0
/** Of one notice, in bytes: PostgreSQL takes less than 8,000. */
const mostBytes = 7_000

export type ToldChange =
  Exclude<Change, { type: 'postings' }> | { type: 'postings'; village: number; from: number; to: number }

/** Of each village, or the installation: which of its transactions announced something other than postings. */
export type CountedChanges = readonly (readonly [village: number, count: number])[]

export interface Notice {
  /** The process that tells it. */
  origin: string
  changes: ToldChange[]
  counts: CountedChanges
}

/** The texts of the notices of what transactions announced, each change once; none for nothing. */
export function noticesOf(origin: string, changes: readonly Change[], counts: CountedChanges = []): string[] {
  const told = mergePostings(changes.map(toldOf))
  const texts = [
    ...[...new Set(told.map((change) => JSON.stringify(change)))].map((change) => ({ change })),
    ...counts.map((count) => ({ count: JSON.stringify(count) })),
  ]
  const notices: string[] = []
  let waiting: typeof texts = []
  const put = () => {
    if (waiting.length > 0) notices.push(noticeOf(origin, waiting))
    waiting = []
  }
  for (const text of texts) {
    if (noticeOf(origin, [...waiting, text]).length > mostBytes) put()
    waiting.push(text)
  }
  put()
  return notices
}

function noticeOf(origin: string, texts: readonly { change?: string; count?: string }[]): string {
  const listed = (name: 'change' | 'count') => texts.flatMap((text) => text[name] ?? []).join(',')
  return `{"origin":"${origin}","changes":[${listed('change')}],"counts":[${listed('count')}]}`
}

function toldOf(change: Change): ToldChange {
  if (change.type !== 'postings') return change
  const seqs = change.postings.map(({ row }) => row.seq)
  return { type: 'postings', village: change.village, from: Math.min(...seqs), to: Math.max(...seqs) }
}

/** One range of postings a village, after all else. */
export function mergePostings(changes: readonly ToldChange[]): ToldChange[] {
  const others: ToldChange[] = []
  const ranges = new Map<number, ToldChange & { type: 'postings' }>()
  for (const change of changes)
    if (change.type !== 'postings') others.push(change)
    else {
      const { from, to } = ranges.get(change.village) ?? change
      ranges.set(change.village, {
        ...change,
        from: Math.min(from, change.from),
        to: Math.max(to, change.to),
      })
    }
  return [...others, ...ranges.values()]
}

/** The figures of each type of change. */
const figures: Record<ToldChange['type'], string[]> = {
  postings: ['village', 'from', 'to'],
  village: ['village'],
  'village-removed': ['village'],
  waiting: ['village'],
  round: ['village'],
  activity: ['village'],
  sessions: ['user'],
}

/** Reads a notice; what another version of the program tells otherwise is left out. */
export function readNotice(text: string): Notice {
  try {
    const { origin, changes, counts = [] } = JSON.parse(text) as Notice
    return { origin, changes: changes.filter(isTold), counts: counts.filter(isCount) }
  } catch {
    return { origin: '', changes: [], counts: [] }
  }
}

function isTold(change: ToldChange): boolean {
  const names = figures[change.type] as string[] | undefined
  const values = change as Record<string, unknown>
  return names?.every((name) => values[name] === null || Number.isSafeInteger(values[name])) ?? false
}

function isCount(count: readonly unknown[]): boolean {
  return count.length === 2 && count.every(Number.isSafeInteger)
}
