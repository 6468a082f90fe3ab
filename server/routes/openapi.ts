import { setImmediate } from 'node:timers/promises'
import type { Router } from 'express'
import { z } from 'zod'
import { problem } from '../contract/fields/problem.ts'
import { refuseUnknownFields } from '../contract/fields/strictBody.ts'
import {
  type FileKind,
  fileTypes,
  isFileKind,
  type Operation,
  operations,
} from '../contract/operations/operations.ts'

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
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'yiping_session', description: 'A member of staff' },
        door: { type: 'apiKey', in: 'cookie', name: 'yiping_door', description: 'A household' },
      },
      schemas: { Problem: schemaOf(problem, 'output') },
    },
  }
}

function describeOperation(name: string, operation: Operation): object {
  const { summary, access, body, answer } = operation
  return {
    operationId: name,
    summary,
    'x-access': access,
    security: securityOf(access),
    parameters: [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')],
    ...(body === undefined ? {} : { requestBody: { required: true, content: bodyContentOf(body) } }),
    responses: {
      [answer === 'nothing' ? '204' : '200']: {
        description: summary,
        ...(answer === 'nothing' ? {} : { content: contentOf(answer, 'output') }),
      },
      '4XX': problemAnswer('The request is refused: the sentence says what to do'),
      default: problemAnswer('The server cannot answer now'),
    },
  }
}

function securityOf(access: Operation['access']): object[] {
  if (access === 'public') return []
  return [access === 'resident' ? { door: [] } : { session: [] }]
}

function problemAnswer(what: string): object {
  return {
    description: `${what}. A problem document (RFC 9457) with a plain sentence.`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
}

/** Unknown fields of a body are refused, and the description says so. */
function bodyContentOf(body: z.ZodType | FileKind): object {
  return contentOf(isFileKind(body) ? body : refuseUnknownFields(body), 'input')
}

function contentOf(body: z.ZodType | FileKind, io: 'input' | 'output'): object {
  if (isFileKind(body)) return { [fileTypes[body]]: { schema: { type: 'string', format: 'binary' } } }
  return { 'application/json': { schema: schemaOf(body, io) } }
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
    ([name, { method, path, summary, access }]) =>
      `<tr id="${name}"><td><code>${method.toUpperCase()}</code></td><td><code>${path}</code></td>` +
      `<td>${summary}</td><td>${[access].flat().join(' or ')}</td></tr>`,
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>一屏公示 API</title>
<h1>一屏公示 API</h1>
<p>Shapes of requests and answers: <a href="openapi.json">OpenAPI 3.1</a>. Errors are problem documents
(RFC 9457) with a plain sentence in <code>detail</code>. Writes carry an <code>id</code> made by the client:
the same again gives the first answer.</p>
<table cellpadding="6"><thead><tr><th>Method<th>Path<th>What it does<th>Who may call</tr></thead>
<tbody>${rows.join('')}</tbody></table></html>`
}
