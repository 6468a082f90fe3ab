/** What can happen to a household beside its postings. */
export const historyKinds = [
  'created',
  'moved',
  'renamed',
  'opted-out',
  'opted-in',
  'consented',
  'consent-withdrawn',
  'split-to',
  'split-from',
  'merged-into',
  'merged-from',
  'plate-renewed',
  'card-renewed',
] as const
export type HistoryKind = (typeof historyKinds)[number]

/** Doors, groups, names and figures as they were then, by the names that the words use. */
export type HistoryDetails = Record<string, string | number>
