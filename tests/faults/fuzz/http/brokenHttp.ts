/** Requests that no client would send: broken lines, lies about length, two requests in one. */
import type { Random } from '../../random.ts'

const json = 'Content-Type: application/json\r\n'

/** The bytes of one connection. @param paths addresses that exist @param known header by which the caller is known */
export function brokenRequest(random: Random, paths: readonly string[], known: string): Buffer {
  const path = random.pick(paths) ?? '/'
  const common = `Host: 127.0.0.1\r\n${known}\r\n`
  const head = (line: string, fields = '') => Buffer.from(`${line}\r\n${common}${fields}\r\n`, 'latin1')
  const post = (fields: string, body: string | Buffer = '') =>
    Buffer.concat([head(`POST ${path} HTTP/1.1`, fields), Buffer.from(body)])
  switch (random.whole(0, 23)) {
    case 0:
      return random.bytes(random.whole(1, 300))
    case 1:
      return head(`GET ${path}`)
    case 2:
      return head(`GET ${path} HTTP/9.9`)
    case 3:
      return head(
        `${random.pick(['FOO', 'get', 'G\0T', '', 'PRI', 'CONNECT', 'TRACE', 'PUT', 'PROPFIND'] as const)} ${path} HTTP/1.1`,
      )
    case 4:
      return head(`GET ${path}\0\u0001\u00ff HTTP/1.1`)
    case 5:
      return head(`GET http://evil.example${path} HTTP/1.1`)
    case 6:
      return head(`GET ${'/a'.repeat(random.pick([1_000, 20_000] as const))} HTTP/1.1`)
    case 7:
      return head(`GET ${path} HTTP/1.1`, `X: ${'a'.repeat(20_000)}\r\n`)
    case 8:
      return head(`GET ${path} HTTP/1.1`, 'X\r\n: y\r\n bad\r\n\tfold\r\n')
    case 9:
      return head(`GET ${path} HTTP/1.1`, Array.from({ length: 1_500 }, (_, n) => `X${n}: y\r\n`).join(''))
    case 10:
      return post(`${json}Content-Length: 10\r\n`, '{')
    case 11:
      return post(`${json}Content-Length: 1\r\n`, '{"a":1}')
    case 12:
      return post(`${json}Content-Length: 2\r\nContent-Length: 7\r\n`, '{"a":1}')
    case 13:
      return post(
        `${json}Content-Length: ${random.pick(['-1', '1e3', 'x', '99999999999999999999', '', '+2', '0x2'] as const)}\r\n`,
        '{}',
      )
    case 14:
      return post(`${json}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n`, '2\r\n{}\r\n0\r\n\r\n')
    case 15:
      return post(
        `${json}Transfer-Encoding: chunked\r\n`,
        random.pick([
          '2\r\n{}\r\n0\r\n\r\n',
          'zz\r\n{}',
          'ffffffff\r\n{}',
          '2;x=y\r\n{}\r\n',
          '2\n{}\n0\n\n',
          '-1\r\n',
        ] as const),
      )
    case 16:
      return post(
        `${json}Transfer-Encoding: ${random.pick(['gzip', 'chunked, gzip', 'identity', '\vchunked', 'x'] as const)}\r\n`,
        '2\r\n{}\r\n0\r\n\r\n',
      )
    case 17:
      return post(`${json}Content-Encoding: gzip\r\nContent-Length: 20\r\n`, random.bytes(20))
    case 18:
      return Buffer.concat([head(`GET ${path} HTTP/1.1`), head(`GET ${path} HTTP/1.1`), Buffer.from('GET')])
    case 19:
      return head(`GET ${path} HTTP/1.1`, 'Host: another\r\n')
    case 20:
      return Buffer.from(`GET ${path} HTTP/1.1\r\n\r\n`)
    case 21:
      return Buffer.from(`GET ${path} HTTP/1.0\r\n\r\n`)
    case 22:
      return head(
        `GET ${path} HTTP/1.1`,
        `Connection: Upgrade\r\nUpgrade: ${random.pick(['h2c', 'websocket', 'x', ''] as const)}\r\n`,
      )
    default:
      return post(
        `${json}Expect: ${random.pick(['100-continue', 'x'] as const)}\r\nContent-Length: 2\r\n`,
        '{}',
      )
  }
}
