/** The database cannot be opened; the message is a sentence for the person at the terminal. */
export class CannotOpen extends Error {
  /** `busy` when another process holds the file. */
  readonly reason: 'busy' | 'missing' | 'newer' | 'damaged' | 'unwritable'

  /** The file or folder, and what is known beside it. */
  readonly params: { place: string; detail: string }

  constructor(reason: CannotOpen['reason'], message: string, place: string, detail = '') {
    super(message)
    this.name = 'CannotOpen'
    this.reason = reason
    this.params = { place, detail }
  }
}
