/** Photos as evidence. */

export interface PhotosTables {
  photos: {
    village_id: number
    /** The id that the client made. */
    id: string
    household_id: number
    /** Id of the score, visit or restore that it is evidence of; null while that is on its way. */
    subject: string | null
    /** SHA-256 of what was sent, hex. */
    digest: string
    /** Bytes that are kept; 0 once its time is over. */
    size: number
    width: number
    height: number
    /** Null for the household itself. */
    taken_by: number | null
    created_at: string
    /** WebP, without metadata; null once its time is over. */
    bytes: Buffer | null
  }
}
