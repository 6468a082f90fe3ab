/** Requests that were carried out beside the ledger. */
export interface RequestsTables {
  requests: {
    village_id: number
    /** Made by the client. */
    id: string
    /** Of what was asked for. */
    digest: string
    /** Id of what it made. */
    made: number
  }
  /** Choices about workbooks, by the id of their question. */
  import_choices: {
    village_id: number
    question: string
    choice: string
    chosen_at: string
    chosen_by: number | null
  }
}
