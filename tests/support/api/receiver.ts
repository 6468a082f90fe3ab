/** A program that webhooks send to: it keeps what it gets and answers as told. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signatureOf } from '../../../server/webhooks/send.ts'

export interface Received {
  headers: IncomingHttpHeaders
  body: string
  json: { id: string; type: string; epoch: string; items: { seq: number; name: string | null }[] }
}

export interface Receiver {
  url: string
  received: Received[]
  /** Status of its answers; null for none. */
  status: number | null
  headers: Record<string, string>
  /** Numbers of all postings that it was told of, in their order. */
  seqs: () => number[]
  close: () => Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const body = Buffer.concat(parts).toString()
      receiver.received.push({
        headers: request.headers,
        body,
        json: JSON.parse(body) as Received['json'],
      })
      if (receiver.status !== null) response.writeHead(receiver.status, receiver.headers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    status: 204,
    headers: {},
    seqs: () =>
      receiver.received
        .filter(({ json }) => json.type === 'postings')
        .flatMap(({ json }) => json.items.map(({ seq }) => seq)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}

/** Whether what came is signed with the secret, as its receiver checks it. */
export function isSigned({ headers, body }: Received, secret: string): boolean {
  const id = String(headers['webhook-id'])
  const seconds = Number(headers['webhook-timestamp'])
  return headers['webhook-signature'] === signatureOf(secret, id, seconds, body)
}
