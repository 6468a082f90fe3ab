/** How villages and households of a county are called; apart, for the screens' processes need nothing else. */

/** Short name of a village, from 0. */
export function slugOf(index: number): string {
  return `village-${index + 1}`
}

/** Door of a household, from 0. */
export function doorOf(index: number): string {
  return String(10_001 + index)
}
