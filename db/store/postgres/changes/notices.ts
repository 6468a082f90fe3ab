/** Changes as processes tell them to each other: postings by their seqs, all else as it is. */
import type { Change } from '../../changes.ts'

/** The channel of NOTIFY. */
export const channel = 'yiping_changes'
/** Of one notice, in bytes: PostgreSQL takes less than 8,000. */
const mostBytes = 7_000

export type ToldChange =
  Exclude<Change, { type: 'postings' }> | { type: 'postings'; village: number; from: number; to: number }

export interface Notice {
  /** The process that tells it. */
  origin: string
  changes: ToldChange[]
}

/** The texts of the notices for what a transaction announces, each change once; none for nothing. */
export function noticesOf(origin: string, changes: readonly Change[]): string[] {
  const texts = [...new Set(changes.map((change) => JSON.stringify(toldOf(change))))]
  const notices: string[] = []
  let waiting: string[] = []
  const put = () => {
    if (waiting.length > 0) notices.push(`{"origin":"${origin}","changes":[${waiting.join(',')}]}`)
    waiting = []
  }
  for (const text of texts) {
    if ([...waiting, text].join(',').length > mostBytes) put()
    waiting.push(text)
  }
  put()
  return notices
}

function toldOf(change: Change): ToldChange {
  if (change.type !== 'postings') return change
  const seqs = change.postings.map(({ row }) => row.seq)
  return { type: 'postings', village: change.village, from: Math.min(...seqs), to: Math.max(...seqs) }
}

/** The figures of each type of change. */
const figures: Record<ToldChange['type'], string[]> = {
  postings: ['village', 'from', 'to'],
  village: ['village'],
  'village-removed': ['village'],
  waiting: ['village'],
  round: ['village'],
  sessions: ['user'],
}

/** Reads a notice; changes that another version of the program tells otherwise are left out. */
export function readNotice(text: string): Notice {
  try {
    const { origin, changes } = JSON.parse(text) as Notice
    return { origin, changes: changes.filter(isTold) }
  } catch {
    return { origin: '', changes: [] }
  }
}

function isTold(change: ToldChange): boolean {
  const names = figures[change.type] as string[] | undefined
  const values = change as Record<string, unknown>
  return names?.every((name) => values[name] === null || Number.isSafeInteger(values[name])) ?? false
}
