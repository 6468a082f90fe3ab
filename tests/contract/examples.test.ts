/** Examples in the API's description: they fit the contract, and those who build on it find one for each call. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { webhookPayloads } from '../../server/contract/connections/webhooks.ts'
import { refuseUnknownFields } from '../../server/contract/fields/strictBody.ts'
import { isFileKind, type Operation, operations } from '../../server/contract/operations/operations.ts'
import { examples, payloadExamples } from '../../server/routes/api/examples.ts'
import { describeApi } from '../../server/routes/api/openapi.ts'

const table: Record<string, Operation> = operations

describe.each(Object.entries(examples))('the example of %s', (name, { body, answer }) => {
  const operation = table[name]!

  it('has a body that the server takes, where there is one', () => {
    if (operation.body === undefined || isFileKind(operation.body)) expect(body).toBeUndefined()
    else expect(() => refuseUnknownFields(operation.body as z.ZodType).parse(body)).not.toThrow()
  })

  it('has an answer that the server could give', () => {
    if (operation.answer === 'nothing') expect(answer).toBeUndefined()
    else if (operation.answer instanceof z.ZodType)
      expect(refuseUnknownFields(operation.answer).parse(answer)).toEqual(answer)
    else expect(typeof answer).toBe('string')
  })
})

it('every call that a program makes has one, and stands in the document with the scheme of tokens', async () => {
  const { paths, components } = (await describeApi()) as {
    paths: Record<string, Record<string, { operationId: string; security: object[] }>>
    components: { securitySchemes: Record<string, object> }
  }
  expect(components.securitySchemes['token']).toMatchObject({ type: 'http', scheme: 'bearer' })
  const described = Object.values(paths).flatMap((path) => Object.values(path))
  for (const [name, { access, tokens }] of Object.entries(table)) {
    if (access !== 'open' && access !== 'token') continue
    expect(examples).toHaveProperty(name)
    expect(tokens).toBeDefined()
    const { security } = described.find(({ operationId }) => operationId === name)!
    expect(security).toContainEqual({ token: [] })
  }
})

it.each(Object.entries(webhookPayloads))(
  'what webhooks send of %s is as the description says',
  (event, payload) => {
    const example = payloadExamples[event as keyof typeof webhookPayloads]
    expect(refuseUnknownFields(payload).parse(example)).toEqual(example)
  },
)
