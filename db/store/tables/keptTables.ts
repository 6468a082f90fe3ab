/** Tables whose rows are never changed, and removed with the sample village alone; each row names its village. */
export const keptTables = ['batch_lines', 'imports', 'batches', 'altered_postings', 'postings'] as const

export type KeptTable = (typeof keptTables)[number]
