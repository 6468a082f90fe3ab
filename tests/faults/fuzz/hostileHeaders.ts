import type { Random } from '../random.ts'

type Header = [name: string, value: string]

/** Header fields that a program reads, with values that it may not expect. */
const strange: Record<string, readonly string[]> = {
  'Content-Type': [
    '',
    'text/plain',
    'application/json; charset=utf-16',
    'application/json; charset=utf-7',
    'application/json; charset=nonsense',
    'application/json; charset=',
    'application/json;;;',
    'application/JSON; boundary=x; charset="utf-8"',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
    '/',
    'json',
    `application/json; ${'a'.repeat(2_000)}=b`,
  ],
  'Content-Encoding': [
    'gzip',
    'deflate',
    'br',
    'identity',
    'zstd',
    'nonsense',
    '',
    'gzip, gzip',
    'GZIP',
    'gzip;q=1',
  ],
  'Accept-Language': [
    'en',
    'zh',
    'en;q=nonsense',
    '*',
    '',
    ',,,',
    '-',
    'x'.repeat(5_000),
    'en-US,en;q=1e9',
    '__proto__',
  ],
  'Accept-Encoding': ['br', 'gzip;q=0', '*;q=0', 'nonsense', '', 'gzip, br, zstd;q=2'],
  Accept: ['', 'text/html', '*/*;q=x', 'application/xml'],
  Cookie: [
    '',
    ';;;',
    'yiping_session=',
    'yiping_session=%00',
    `yiping_session=${'a'.repeat(100)}`,
    `yiping_door=${'b'.repeat(43)}`,
    'yiping_session="x"; yiping_session=y; __proto__=z',
    'a='.repeat(2_000),
    'yiping_known=0',
  ],
  Origin: [
    'null',
    'http://evil.example',
    'http://',
    'file://',
    '::',
    'http://127.0.0.1:1',
    'https://[::1',
    '\u00e9',
  ],
  Referer: ['http://evil.example/', '::', ''],
  'Sec-Fetch-Site': ['cross-site', 'same-origin', 'none', 'x'],
  'If-None-Match': ['*', '""', 'W/"x"', '"', ',,,', '"a", "b", *', 'x'.repeat(3_000)],
  'If-Modified-Since': ['nonsense', 'Thu, 01 Jan 1970 00:00:00 GMT', '0', '99999999999999'],
  'If-Match': ['*', '"x"'],
  Range: [
    'bytes=0-',
    'bytes=-1',
    'bytes=5-1',
    'bytes=0-0,1-1,2-2',
    'bytes=9999999999999999999-',
    'pages=1',
    'bytes=x',
  ],
  Host: ['', 'evil.example', 'a:b:c', '[::1]', '127.0.0.1:99999', 'x'.repeat(1_000)],
  'X-Forwarded-For': [
    '',
    'nonsense',
    '::1',
    '1.2.3.4, 5.6.7.8',
    'x'.repeat(2_000),
    '999.1.1.1',
    '::ffff:1.2.3.4',
    '1.2.3.4:80',
  ],
  'X-Forwarded-Proto': ['https', 'nonsense', '', 'https,http'],
  'X-Forwarded-Host': ['evil.example', ''],
  'X-HTTP-Method-Override': ['DELETE', 'nonsense'],
  'X-Request-Id': ['a'.repeat(3_000), '__proto__'],
  'User-Agent': ['', 'x'.repeat(5_000), '\u00ff\u00fe'],
  Expect: ['100-continue', 'nonsense'],
  Connection: ['close', 'keep-alive, x', 'content-length'],
  TE: ['trailers', 'gzip;q=x'],
  Authorization: ['Basic', 'Bearer x', `Basic ${'a'.repeat(3_000)}`],
  Forwarded: ['for=1.2.3.4;host=x', 'for="[::1'],
  'Accept-Charset': ['utf-16', '*;q=x'],
}
const names = Object.keys(strange)

/** Replaces or adds one to three header fields; some come twice. */
export function hostileHeaders(headers: readonly Header[], random: Random): Header[] {
  let changed = [...headers]
  for (let change = random.whole(1, 3); change > 0; change -= 1) {
    const name = random.pick(names) ?? 'Accept'
    const header: Header = [name, random.pick(strange[name] ?? []) ?? '']
    if (name === 'Content-Encoding' || !random.chance(0.2))
      changed = changed.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
    changed.push(header)
  }
  return changed
}
