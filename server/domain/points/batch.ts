/** How the lines of a batch came into the ledger together. */
export const batchKinds = ['entry', 'import', 'activity'] as const
export type BatchKind = (typeof batchKinds)[number]
