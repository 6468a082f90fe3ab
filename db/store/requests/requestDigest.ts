/**
 * Digests that identify a request sent again. They carry a version, so that
 * digests stored by earlier builds stay comparable.
 */
import { sha256 } from '../sha256.ts'

/** A request's content as JSON, and its digest to store. */
export interface RequestDigest {
  readonly json: string
  readonly stored: string
}

/** Prefix of digests over NFC texts. Digests without it are over texts as sent. */
const version = '2:'
/** Most Unicode forms of one request that are compared with a digest of an earlier build. */
const mostWritings = 1_024

/** @param content what the request asks for, its kind first; not its id */
export function requestDigest(content: readonly unknown[]): RequestDigest {
  const json = JSON.stringify(content)
  return { json, stored: version + sha256(json) }
}

/** Whether a stored text of a request is the one asked for now; earlier builds stored texts as they were sent. */
export function isSameText(stored: string | null, asked: string): boolean {
  return stored?.replaceAll('\r\n', '\n').normalize('NFC') === asked.normalize('NFC')
}

/** Whether a stored digest, of this build or an earlier one, is that of the request asked for now. */
export function isSameRequest(stored: string, { json, stored: now }: RequestDigest): boolean {
  if (stored.startsWith(version)) return stored === now
  for (const writing of writings(json)) if (sha256(writing) === stored) return true
  return false
}

/** Texts whose NFC is this one, likeliest first: earlier builds stored digests of texts as sent. */
function* writings(json: string): Generator<string> {
  for (const text of new Set([json, json.replaceAll(String.raw`\n`, String.raw`\r\n`)])) {
    yield text
    yield text.normalize('NFD')
    yield* mixed(text)
  }
}

/** Combinations of the characters' Unicode forms, up to the bound. */
function* mixed(text: string): Generator<string> {
  const choices = [...text].map(writingsOf)
  const open = choices.flatMap(({ length }, place) => (length > 1 ? [place] : []))
  const digits = choices.map(() => 0)
  for (let count = 0; count < mostWritings && open.length > 0; count++) {
    yield choices.map((choice, place) => choice[digits[place] ?? 0]).join('')
    let at = open.length - 1
    for (; at >= 0; at--) {
      const place = open[at] ?? 0
      digits[place] = ((digits[place] ?? 0) + 1) % (choices[place]?.length ?? 1)
      if (digits[place] !== 0) break
    }
    if (at < 0) return
  }
}

function writingsOf(character: string): string[] {
  if (character < '\u0080') return [character]
  return [...new Set([character, character.normalize('NFD'), ...(compatible.get(character) ?? [])])]
}

/** CJK compatibility ideographs by the ideograph that NFC replaces them with. */
const compatible = new Map<string, string[]>()
for (let code = 0xf900; code <= 0xfaff; code++) {
  const character = String.fromCodePoint(code)
  const normal = character.normalize('NFC')
  if (normal !== character) compatible.set(normal, [...(compatible.get(normal) ?? []), character])
}
