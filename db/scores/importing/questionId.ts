import type { QuestionCode } from '../../../server/domain/workbook/questions/codes.ts'
import { sha256 } from '../../store/sha256.ts'

/** Hex digits of the digest in an id. */
const digits = 12

/**
 * The id of a question about lines: other lines give another id, so that an answer never holds for them.
 *
 * @param lines what tells each of them from others, as plain data; their order does not matter
 */
export function questionId(code: QuestionCode, lines: readonly unknown[]): string {
  const content = JSON.stringify(lines.map((line) => JSON.stringify(line)).sort())
  return `${code} ${sha256(content).slice(0, digits)}`
}
