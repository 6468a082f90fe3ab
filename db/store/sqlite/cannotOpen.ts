/** The database cannot be opened; the message is a sentence for the person at the terminal. */
export class CannotOpen extends Error {
  /** `busy` when another process holds the file. */
  readonly reason: 'busy' | 'missing' | 'newer' | 'damaged' | 'unwritable'

  constructor(reason: CannotOpen['reason'], message: string) {
    super(message)
    this.name = 'CannotOpen'
    this.reason = reason
  }
}
