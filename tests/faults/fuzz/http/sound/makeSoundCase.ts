import type { Random } from '../../../random.ts'
import { writeJson } from '../../hostileValues.ts'
import type { KnownValues } from '../../knownValues.ts'
import { fittingValue, mutated } from '../../schemaValues.ts'
import {
  type DescribedOperation,
  encoded,
  type HttpCase,
  type Parameter,
  type SampleFiles,
} from '../httpCases.ts'
import type { Sound } from './sound.ts'

/** Makes a case that should be accepted, or one with a single fault in its body. */
export function makeSoundCase(
  operation: DescribedOperation,
  sound: Sound,
  random: Random,
  known: KnownValues,
  files: SampleFiles,
): HttpCase {
  const valueOf = ({ name, schema }: Parameter) =>
    encoded(sound.with?.[name] ?? fittingValue(schema, name, random, known)) || '-'
  const { parameters, body } = operation
  const query = parameters
    .filter((one) => one.in === 'query' && (one.required || sound.with?.[one.name] !== undefined))
    .map((one) => `${one.name}=${valueOf(one)}`)
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = parameters.find((one) => one.in === 'path' && one.name === name)
    return parameter ? valueOf(parameter) : '-'
  })
  const isJson = body?.type === 'application/json'
  const value = isJson ? (sound.body ?? fittingValue(body.schema, '', random, known)) : null
  const content = isJson
    ? Buffer.from(writeJson(random.chance(0.25) ? mutated(value, random) : value))
    : files.sound[body?.type.startsWith('image/') ? 'picture' : 'workbook']
  return {
    operation: operation.operationId,
    caller: sound.caller ?? 'admin of all',
    method: operation.method,
    path: path + (query.length > 0 ? `?${query.join('&')}` : ''),
    headers: body ? [['Content-Type', body.type]] : [],
    body: body ? content : null,
  }
}
