import { setImmediate } from 'node:timers/promises'
import type { Router } from 'express'
import { z } from 'zod'
import { webhookPayloads } from '../../contract/connections/webhooks.ts'
import { problem } from '../../contract/fields/problem.ts'
import { refuseUnknownFields } from '../../contract/fields/strictBody.ts'
import {
  type FileKind,
  fileTypes,
  isFileKind,
  type Operation,
  operations,
} from '../../contract/operations/operations.ts'
import { examples, payloadExamples } from './examples.ts'

/**
 * The API's description, made from the contract: OpenAPI 3.1 and a page to read.
 *
 * @param publicUrl where the server is reached; null: where this document was
 */
export function openApiRoutes(router: Router, publicUrl: string | null): void {
  let document: Promise<Buffer> | undefined
  const page = describePage()
  router.get('/api/openapi.json', async (_request, response) => {
    document ??= describeApi(publicUrl).then((api) => Buffer.from(JSON.stringify(api)))
    response.type('json').send(await document)
  })
  router.get('/api/docs', (_request, response) => {
    response.type('html').send(page)
  })
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<
    string,
    unknown
  >
  return rest
}

type Paths = Record<string, Record<string, object>>

/** Made once, when somebody asks: a third of the CPU of a start would go into it. */
let described: Promise<Paths> | undefined

async function describePaths(): Promise<Paths> {
  const paths: Paths = {}
  for (const [name, operation] of Object.entries<Operation>(operations)) {
    // Others are answered in between.
    await setImmediate()
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method]: describeOperation(name, operation) }
  }
  return paths
}

/** The OpenAPI 3.1 document of every operation in the contract. */
export async function describeApi(publicUrl: string | null = null): Promise<object> {
  described ??= describePaths()
  return {
    openapi: '3.1.0',
    info: {
      title: '一屏公示',
      version: '1',
      description: 'Civility points of villages',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl ?? '/' }],
    paths: await described,
    webhooks: describeWebhooks(),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'yiping_session', description: 'A member of staff' },
        door: { type: 'apiKey', in: 'cookie', name: 'yiping_door', description: 'A household' },
        token: { type: 'http', scheme: 'bearer', description: 'An access token, made in the panel' },
      },
      schemas: { Problem: schemaOf(problem, 'output') },
    },
  }
}

function describeOperation(name: string, operation: Operation): object {
  const { summary, access, tokens, body, answer } = operation
  const example = new Map(Object.entries(examples)).get(name)
  return {
    operationId: name,
    summary,
    'x-access': access,
    ...(tokens ? { 'x-token-scopes': tokens } : {}),
    security: securityOf(operation),
    parameters: [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: bodyContentOf(body, example?.body) } }),
    responses: {
      [answer === 'nothing' ? '204' : '200']: {
        description: summary,
        ...(answer === 'nothing' ? {} : { content: contentOf(answer, 'output', example?.answer) }),
      },
      '4XX': problemAnswer('The request is refused: the sentence says what to do'),
      default: problemAnswer('The server cannot answer now'),
    },
  }
}

/** What this server sends to the addresses that administrators gave. */
function describeWebhooks(): object {
  return Object.fromEntries(
    Object.entries(webhookPayloads).map(([event, payload]) => [
      event,
      {
        post: {
          operationId: `${event}Delivery`,
          summary: `Sent to webhooks: ${webhookSummaries[event as keyof typeof webhookPayloads]}`,
          security: [],
          parameters: webhookHeaders,
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: schemaOf(payload, 'output'),
                example: payloadExamples[event as keyof typeof webhookPayloads],
              },
            },
          },
          responses: {
            '2XX': { description: 'It arrived; any other answer is tried again, redirects are not followed' },
            '410': { description: 'Nothing more is sent' },
          },
        },
      },
    ]),
  )
}

const webhookSummaries: Record<keyof typeof webhookPayloads, string> = {
  postings: 'new public lines of the ledger, by the privacy of the village, at most 100 at once',
  publications: 'a new publication',
  levels: 'a new evaluation of levels',
  test: 'a try by hand',
}

const webhookHeaders = [
  { name: 'webhook-id', text: 'The `id` of the body' },
  { name: 'webhook-timestamp', text: 'Seconds since 1970, UTC; refuse what is older than some minutes' },
  {
    name: 'webhook-signature',
    text: '`v1,` and the HMAC-SHA256 in base64 over `webhook-id.webhook-timestamp.body`; its key is the base64 after `whsec_`',
  },
].map(({ name, text }) => ({
  name,
  in: 'header',
  required: true,
  description: text,
  schema: { type: 'string' },
}))

function securityOf({ access, tokens }: Operation): object[] {
  if (access === 'public') return []
  if (access === 'resident') return [{ door: [] }]
  if (access === 'token') return [{ token: [] }]
  // An empty requirement stands for nobody in particular.
  if (access === 'open') return [{}, { token: [] }]
  return [{ session: [] }, ...(tokens ? [{ token: [] }] : [])]
}

function problemAnswer(what: string): object {
  return {
    description: `${what}. A problem document (RFC 9457) with a plain sentence.`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

/** Unknown fields of a body are refused, and the description says so. */
function bodyContentOf(body: z.ZodType | FileKind, example: unknown): object {
  return contentOf(isFileKind(body) ? body : refuseUnknownFields(body), 'input', example)
}

function contentOf(body: z.ZodType | FileKind, io: 'input' | 'output', example: unknown): object {
  const shown = example === undefined ? {} : { example }
  if (body === 'csv') return { [fileTypes.csv]: { schema: { type: 'string' }, ...shown } }
  if (isFileKind(body)) return { [fileTypes[body]]: { schema: { type: 'string', format: 'binary' } } }
  return { 'application/json': { schema: schemaOf(body, io), ...shown } }
}

function parametersOf(object: z.ZodObject | undefined, where: 'path' | 'query'): object[] {
  if (!object) return []
  return Object.entries(object.shape).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path',
    schema: schemaOf(schema as z.ZodType, 'input'),
  }))
}

function describePage(): string {
  const rows = Object.entries<Operation>(operations).map(
    ([name, { method, path, summary, access, tokens }]) =>
      `<tr id="${name}"><td><code>${method.toUpperCase()}</code></td><td><code>${path}</code></td>` +
      `<td>${summary}</td><td>${[...[access].flat(), ...(tokens ?? []).map((scope) => `token: ${scope}`)].join(' or ')}</td></tr>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>一屏公示 API</title>
<h1>一屏公示 API</h1>
<p>Programs sign in by an access token from the panel: <code>Authorization: Bearer yp_…</code>. What is sent to webhooks, and how it is signed, is under <code>webhooks</code> of the
description.</p>
<p>Shapes of requests and answers: <a href="openapi.json">OpenAPI 3.1</a>. Errors are problem documents
(RFC 9457) with a plain sentence in <code>detail</code>. Writes carry an <code>id</code> made by the client:
the same again gives the first answer.</p>
<table cellpadding="6"><thead><tr><th>Method<th>Path<th>What it does<th>Who may call</tr></thead>
<tbody>${rows.join('')}</tbody></table></html>`
}
