/** What a village lets its households do themselves, behind their doors' codes. */
export interface ResidentSettings {
  /** Propose deeds of their own for a review. */
  proposals: boolean
  /** Ids of the rules that may be proposed by; null, or absent, for all that leave no judgement. */
  proposalRules?: number[] | null | undefined
  /** Write to the village. */
  suggestions: boolean
}

/** Tries of a six-digit code, an hour and household. */
export const codeTriesAnHour = 5

/** How many proposals of one household may wait at a time, and how many of its suggestions. */
export const mostWaiting = 3

/** The address that a card's QR code carries; the secret stands behind the `#`, which no browser sends. */
export function cardAddress(origin: string, token: string, secret: string): string {
  return `${origin.replace(/\/+$/, '')}/d/${token}#${secret}`
}

/** Where somebody finds their own door who does not stand before it. */
export function findDoorAddress(origin: string, slug: string): string {
  return `${origin.replace(/\/+$/, '')}/d/?v=${slug}`
}

/** Where somebody signs their household in at an activity; what the code on the wall carries. */
export function signInAddress(origin: string, slug: string, code: string): string {
  return `${findDoorAddress(origin, slug)}&sign=${code}`
}

/** Where anybody checks a certificate; what its QR code carries. */
export function certificateAddress(origin: string, token: string): string {
  return `${origin.replace(/\/+$/, '')}/d/?certificate=${token}`
}
