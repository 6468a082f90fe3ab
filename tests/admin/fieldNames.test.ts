/** Fields of the panel's forms are named as the contract names them: a refusal would not find others. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { hasField } from '../../server/contract/fields/fieldPath.ts'
import { isFileKind, type Operation, operations } from '../../server/contract/operations/operations.ts'

/** Rows of the list of dimensions, each a call of its own, and screens to set at once. */
const ownNames = new Set(['added', 'screens'])

const bodies = Object.values<Operation>(operations).flatMap(({ body }) =>
  body === undefined || isFileKind(body) ? [] : [body],
)
const files = readdirSync('admin', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.vue'),
)
const names = new Set(
  files.flatMap((file) => {
    const attributes = readFileSync(`admin/${file}`, 'utf8').matchAll(
      /\sfield="([\w.]+)"|\s:field="`([\w.${}]+)`"/g,
    )
    // The levels of a check sheet's item are told the name of the item.
    const whole = (composed: string) => composed.replace('${field}', 'items.0').replace(/\$\{\w+\}/g, '0')
    return [...attributes].map(([, plain, composed = '']) => plain ?? whole(composed))
  }),
)

it.each([...names].filter((name) => !ownNames.has(name)))('%s', (name) => {
  expect(bodies.some((body) => hasField(body, name.split('.')))).toBe(true)
})
