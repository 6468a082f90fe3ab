/**
 * Sixteen hexadecimal digits that differ for different texts in different order; no secret, and no proof against
 * somebody who looks for two with the same.
 */
export function contentMark(texts: Iterable<string>): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  const add = (code: number) => {
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  for (const text of texts) {
    for (let place = 0; place < text.length; place++) add(text.charCodeAt(place))
    add(-1)
  }
  return [high ^ (low >>> 13), low ^ (high >>> 16)]
    .map((half) => (half >>> 0).toString(16).padStart(8, '0'))
    .join('')
}
