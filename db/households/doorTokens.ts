import { randomBytes } from 'node:crypto'

/** Random bits of a token: nobody guesses a door. */
const tokenBytes = 16

/** A new token for a door plate, in letters that an address can carry. */
export function newDoorToken(): string {
  return randomBytes(tokenBytes).toString('base64url')
}
