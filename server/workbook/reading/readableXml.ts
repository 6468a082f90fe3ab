import { isUtf8 } from 'node:buffer'
import { longestCell } from './limits.ts'
import { RefusedWorkbook } from './refusedWorkbook.ts'

/** A declaration of an encoding whose bytes are not UTF-8. UTF-16 is known by its bytes: some programs declare it and write UTF-8. */
const declaresOther =
  /^(?:\xef\xbb\xbf)?\s*<\?xml\s[^>]*?\bencoding\s*=\s*["'](?!(?:utf-?8|utf-?16|us-ascii)["'])/iu
/** What spreadsheets do not write, and read-excel-file leaves out of the text around it. */
const leftOut = ['<![CDATA[', '<!DOCTYPE']
/** Instructions but those at the start of a part. */
const instruction = /<\?(?!xml\s|mso-)/u
const reference = /&#(?:(\d+)|x([\da-f]+));/giu

/**
 * The bytes of an XML part, once they are known to be UTF-8, with every reference
 * beyond U+FFFF as the character itself: read-excel-file cuts those to 16 bits.
 * A piece ends before a tag, so that it has characters and references whole.
 *
 * @throws RefusedWorkbook for bytes that would be read as other characters, and for text that would be cut
 */
export async function* readableXml(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = Buffer.concat([rest, piece])
    const whole = Math.max(bytes.lastIndexOf('<'), 0)
    yield readable(bytes.subarray(0, whole))
    rest = bytes.subarray(whole)
    if (rest.length > longestCell) throw new RefusedWorkbook('damaged')
  }
  yield readable(rest)
}

function readable(bytes: Buffer): Buffer {
  // Without a byte order mark, UTF-16 shows by the NUL beside its first `<`.
  const isUtf16 = bytes[0] === 0 || bytes[1] === 0
  if (isUtf16 || !isUtf8(bytes) || declaresOther.test(bytes.toString('latin1', 0, 200)))
    throw new RefusedWorkbook('unreadable-text')
  if (
    leftOut.some((tag) => bytes.includes(tag)) ||
    (bytes.includes('<?') && instruction.test(bytes.toString()))
  )
    throw new RefusedWorkbook('unreadable-text')
  return bytes.includes('&#') ? Buffer.from(bytes.toString().replace(reference, character)) : bytes
}

/** The character of a reference beyond U+FFFF, a noncharacter where there is none; other references as they are. */
function character(written: string, decimal: string | undefined, hexadecimal: string): string {
  const code = decimal === undefined ? parseInt(hexadecimal, 16) : Number(decimal)
  if (code <= 0xffff) return written
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uffff'
}
