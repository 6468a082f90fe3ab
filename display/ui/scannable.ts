import { isLoopback } from '../../server/domain/addresses/origin.ts'
import { here } from '../../server/domain/page/here.ts'

/**
 * The absolute address for a QR code; with this page's origin where the server does not know its own.
 *
 * @returns empty where phones cannot reach it: the page was opened on the server's machine
 */
export function scannable(address: string): string {
  const whole = new URL(here(address), location.href)
  return isLoopback(whole.hostname) ? '' : whole.href
}
