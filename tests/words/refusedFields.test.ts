/** Every field that a refusal is said to be about is one of the contract, and every code has its sentence. */
import { expect, it } from 'vitest'
import { hasField } from '../../server/contract/fields/fieldPath.ts'
import { isFileKind, type Operation, operations } from '../../server/contract/operations/operations.ts'
import { refusedFields } from '../../server/words/fields/refusedFields.ts'
import zhCN from '../../server/words/zh-CN.json' with { type: 'json' }

const bodies = Object.values<Operation>(operations).flatMap(({ body }) =>
  body === undefined || isFileKind(body) ? [] : [body],
)
const rows = [[], ['lines', '0'], ['assignments', '0']]

it.each(Object.entries(refusedFields))('%s', (code, paths) => {
  expect(zhCN).toHaveProperty([code])
  for (const path of paths) {
    const isKnown = rows.some((row) => bodies.some((body) => hasField(body, [...row, ...path.split('.')])))
    expect([path, isKnown]).toEqual([path, true])
  }
})
