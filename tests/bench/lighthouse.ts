/** The public pages and the sign-ins by Lighthouse's mobile preset: a slow phone on a slow network. */
import lighthouse from 'lighthouse'
import { installSample } from '../../db/sample/install.ts'
import { pagesFolder } from '../../server/builtFiles.ts'
import { builtPages } from '../../server/pages/serve.ts'
import { launch } from '../support/browser/chromium.ts'
import { freePort } from '../support/process.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { atLeast, type Row } from './measure.ts'

const rounds = 3
/** Of each category; 1 is the best. */
const goals = { performance: 0.95, accessibility: 1, 'best-practices': 1 } as const
type Category = keyof typeof goals
const categories = Object.keys(goals) as Category[]

interface Audited {
  scores: Record<Category, number>
  /** What costs points, for the note. */
  faults: string[]
}

/** A row for each page and category; its note says how long the largest paint took, and what costs points. */
export async function benchLighthouse(): Promise<Row[]> {
  const server = await startTestServer({ pages: builtPages(pagesFolder) })
  const port = await freePort()
  const browser = await launch([`--remote-debugging-port=${port}`])
  try {
    await installSample(server.services.store, Date.now())
    const rows: Row[] = []
    for (const [page, path] of Object.entries(await pagesOf(server))) {
      const runs: Audited[] = []
      for (let round = 0; round < rounds; round++) runs.push(await audit(server.url + path, port))
      for (const category of categories) {
        const scores = runs.map(({ scores }) => scores[category])
        const row = atLeast(
          `lighthouse: ${category} of ${page}`,
          'score',
          scores.map((ours) => ({ ours, floor: 1 })),
          goals[category],
        )
        rows.push({ ...row, note: noteOf(category, runs) })
      }
    }
    return rows
  } finally {
    await browser.close()
    await server.close()
  }
}

async function pagesOf({ services: { store } }: TestServer): Promise<Record<string, string>> {
  const { token } = await store.one<{ token: string }>(
    'SELECT door_token AS token FROM households ORDER BY id LIMIT 1',
  )
  return {
    'the wall': '/display/shifan',
    'a passbook': `/d/${token}`,
    'the doorstep': '/doorstep/shifan',
    'the sign-in': '/admin/sign-in',
  }
}

async function audit(url: string, port: number): Promise<Audited> {
  const result = await lighthouse(url, { port, onlyCategories: categories, logLevel: 'error' })
  if (!result) throw new Error(`no result for ${url}`)
  const { lhr } = result
  const scores = Object.fromEntries(
    categories.map((category) => [category, lhr.categories[category]?.score ?? 0]),
  ) as Record<Category, number>
  const weighed = (category: Category) =>
    (lhr.categories[category]?.auditRefs ?? [])
      .filter(({ weight }) => weight > 0)
      .map(({ id }) => lhr.audits[id])
  const faults = categories.flatMap((category) =>
    weighed(category).flatMap((found) =>
      found && found.score !== null && found.score < 0.95
        ? [`${category}/${found.id} ${found.displayValue ?? ''}`.trim()]
        : [],
    ),
  )
  return { scores, faults }
}

function noteOf(category: Category, runs: Audited[]): string {
  const found = runs.flatMap(({ faults }) => faults).filter((fault) => fault.startsWith(category))
  return [...new Set(found.map((fault) => fault.slice(category.length + 1)))].join('; ')
}
