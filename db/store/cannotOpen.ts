/** The database cannot be opened; the message is a sentence for the person at the terminal. */
export class CannotOpen extends Error {
  /** `busy` when another process holds the file. */
  readonly reason:
    | 'busy'
    | 'missing'
    | 'newer'
    | 'damaged'
    | 'unwritable'
    | 'denied'
    | 'read-only'
    | 'unreachable'
    | 'unsuitable'
    | 'outdated'
    | 'no-such-user'
    | 'owner'
    | 'not-owner'

  /** The file or folder, what is known beside it, and the data folder where the sentence names it too. */
  readonly params: { place: string; detail: string; folder: string }

  constructor(reason: CannotOpen['reason'], message: string, place: string, detail = '', folder = '') {
    super(message)
    this.name = 'CannotOpen'
    this.reason = reason
    this.params = { place, detail, folder }
  }
}
