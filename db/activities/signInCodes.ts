/** Codes that change every few seconds and prove when somebody was there: forwarding one is of no use. */
import { createHmac, randomBytes } from 'node:crypto'
import { codeDigits, codeMs, graceMs } from '../../server/domain/activities/activities.ts'

/** A new key for the codes of one activity. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url')
}

const slotAt = (instant: number) => Math.floor(instant / codeMs)

function codeOfSlot(secret: string, slot: number): string {
  const digest = createHmac('sha256', secret).update(String(slot)).digest()
  return String(digest.readUInt32BE() % 10 ** codeDigits).padStart(codeDigits, '0')
}

/** The code shown at an instant (ms since 1970, UTC), and until when. */
export function codeAt(secret: string, instant: number): { code: string; until: number } {
  const slot = slotAt(instant)
  return { code: codeOfSlot(secret, slot), until: (slot + 1) * codeMs }
}

/**
 * When a code was shown.
 *
 * @param now ms since 1970, UTC
 * @returns since when it was; `isLate` where that is longer ago than the way to the server takes.
 *   Null for a code that was not shown, or too long ago
 */
export function shownAt(
  secret: string,
  code: string,
  now: number,
): { since: number; isLate: boolean } | null {
  const current = slotAt(now)
  const oldest = slotAt(now - graceMs)
  for (let slot = current; slot >= oldest; slot -= 1)
    if (codeOfSlot(secret, slot) === code) return { since: slot * codeMs, isLate: slot < current - 1 }
  return null
}
