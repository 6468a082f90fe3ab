import { here } from '../../../server/domain/page/here.ts'
import { isLoopback } from '../../../server/domain/addresses/origin.ts'

/**
 * The address whole, for a QR code: by this page's own origin where the server does not know its own.
 *
 * @returns empty where no phone would find it: this page was opened on the server's own machine
 */
export function scannable(address: string): string {
  const whole = new URL(here(address), location.href)
  return isLoopback(whole.hostname) ? '' : whole.href
}
