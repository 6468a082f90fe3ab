/** Door numbers (门牌号): the name by which a village calls a household. */

const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })

/** Sorts doors as people count them: 2号 before 10号, 甲3 before 甲12; 0 for the same door only. */
export function compareDoors(a: string, b: string): number {
  // People count 01 and 1 alike, but they are two doors.
  return collator.compare(a, b) || Number(a > b) - Number(a < b)
}

/**
 * A door number in one form, however it was typed: full-width digits become
 * ASCII, the words 门牌 and 号 and all blanks fall away, dashes become `-`.
 * `５０１２号`, ` 5012 ` and `5012号` are one door. A normal form stays as it is.
 *
 * @param village the village's name, dropped when it stands in front
 * @returns the normal form; empty when nothing is left
 */
export function normalizeDoor(text: string, village = ''): string {
  const name = unspaced(village)
  let door = text
  for (;;) {
    const shorter = withoutWords(unspaced(door), name)
    if (shorter === door) return door
    door = shorter
  }
}

function unspaced(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '')
}

function withoutWords(door: string, village: string): string {
  const own = village && door.startsWith(village) ? door.slice(village.length) : door
  return own
    .replace(/^(门牌号?|No\.|No(?=\d))/iu, '')
    .replace(/号(门|户)?$/u, '')
    .replace(/[‐-―−~～]/gu, '-')
    .toUpperCase()
}
