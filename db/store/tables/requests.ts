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
}
