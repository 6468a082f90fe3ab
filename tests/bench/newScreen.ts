/** What a screen needs to begin: the whole board, and the page's own files. */
import { readFileSync, rmSync, mkdtempSync, writeFileSync, readdirSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { pagesFolder } from '../../server/program.ts'
import { makeShape } from '../support/browser/villages.ts'
import { startTestServer } from '../support/server.ts'
import { atMost, median, type Row } from './measure.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const households = 1_000
const rounds = 7
const timesARound = 20
/** A board for 1,000 households weighs no more, bytes, gzipped. */
const mostBytes = 40_000

/** The board over HTTP beside turning the same rows into gzipped JSON. */
export async function benchBoard(): Promise<Row[]> {
  const server = await startTestServer()
  await makeShape(server, {
    slug: 'one',
    name: '示范村',
    households,
    groups: 20,
    dimensions: ['会议学习', '环境卫生', '传统美德', '遵纪守法', '志愿服务'],
  })
  try {
    const board = await server.services.hub.board(1)
    if (!board) throw new Error('no board')
    const address = `${server.url}/api/villages/one/board`
    let bytes = 0
    const ours = () => time(async () => (bytes = await download(address)))
    const floor = () => time(() => gzipSync(JSON.stringify(board.households)))
    await ours()
    await floor()
    const pairs: { ours: number; floor: number }[] = []
    for (let round = 0; round < rounds; round += 1) pairs.push({ floor: await floor(), ours: await ours() })
    return [
      atMost('board for a new screen, 1,000 households', 'ms', pairs, 1.5),
      atMost('its weight beside what it may weigh', 'bytes', [{ ours: bytes, floor: mostBytes }], 1),
    ]
  } finally {
    await server.close()
  }
}

async function time(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < timesARound; index += 1) {
    const from = performance.now()
    await work()
    times.push(performance.now() - from)
  }
  return median(times)
}

/** Bytes that came over the line. */
function download(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      response.on('end', () => resolve(bytes))
    }).on('error', reject)
  })
}

/** The wall's scripts and styles before its first picture, beside Vue and the charts' core alone. */
export async function benchPageWeight(): Promise<Row> {
  const ours = weightOf(join(pagesFolder, 'display/index.html'), pagesFolder)
  const folder = mkdtempSync(join(root, 'node_modules/.floor-'))
  try {
    writeFileSync(
      join(folder, 'main.js'),
      `import { createApp, h } from 'vue'
       import { BarChart } from 'echarts/charts'
       import { GridComponent } from 'echarts/components'
       import { init, use } from 'echarts/core'
       import { SVGRenderer } from 'echarts/renderers'
       use([BarChart, GridComponent, SVGRenderer])
       createApp({ render: () => h('main') }).mount('#app')
       init(document.body)`,
    )
    writeFileSync(join(folder, 'index.html'), '<script type="module" src="./main.js"></script>')
    await build({ root: folder, configFile: false, logLevel: 'error', build: { target: 'chrome90' } })
    const floor = weightOf(join(folder, 'dist/index.html'), join(folder, 'dist'))
    return atMost('scripts and styles before the first picture', 'bytes', [{ ours, floor }], 1.3)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Gzipped bytes of all scripts and styles that a page names and that these import at once. */
function weightOf(page: string, folder: string): number {
  const names = new Set<string>()
  const collect = (text: string) => {
    for (const [, name = ''] of text.matchAll(
      /["'`](?:(?:\.\.)?\/assets\/|\.\/|\/)([\w.-]+\.(?:js|css))["'`]/g,
    ))
      add(name)
  }
  const add = (name: string) => {
    if (names.has(name) || !readdirSync(join(folder, 'assets')).includes(name)) return
    names.add(name)
    if (name.endsWith('.js')) for (const statement of importsOf(read(name))) collect(statement)
  }
  const read = (name: string) => readFileSync(join(folder, 'assets', name), 'utf8')
  collect(readFileSync(page, 'utf8'))
  return [...names].reduce((sum, name) => sum + gzipSync(read(name)).length, 0)
}

/** Static imports; what is imported later does not hold up the first picture. */
function importsOf(script: string): string[] {
  return [...script.matchAll(/(?:^|[;}])\s*import\s*(?:[\w${}\s,*]+from\s*)?["'`][^"'`]+["'`]/g)].map(
    ([text]) => text,
  )
}
