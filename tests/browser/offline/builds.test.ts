/** Two builds in turn behind one address: a browser shows the build that is served, and the same one without the server. */
import { readFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import type { Pages } from '../../../server/pages/serve.ts'
import { pages } from '../../support/browser/browser.ts'
import { type DevtoolsPage, useDevtools } from '../../support/browser/devtools.ts'
import { makeUser, makeVillage, password, startTestServer, type TestServer } from '../../support/server.ts'

const devtools = useDevtools()
const timeout = 30_000
const earlierBuild = '0123456789ab'

/** How pages of an earlier build used their service worker. */
const earlierPage = (name: string) => `
  await navigator.serviceWorker.register('/assets/${name}.js', { scope: '${scopes[name]}' })
  const { active } = await navigator.serviceWorker.ready
  active.postMessage({ build: '${earlierBuild}', files: ['/assets/${name}Page.js'] })
  document.title = 'earlier'`
const scopes: Record<string, string> = { wall: '/', doorstep: '/doorstep/' }

/** An earlier build: its service workers as they were built, under pages that do nothing else. */
const earlier: Pages = {
  build: earlierBuild,
  mount(router) {
    for (const name of ['wall', 'doorstep']) {
      const worker = readFileSync(new URL(`./earlier/${name}.js`, import.meta.url), 'utf8')
      const html = `<!doctype html><html><script type="module" src="/assets/${name}Page.js"></script></html>`
      router.get(`/assets/${name}.js`, (_request, response) => {
        response.set('service-worker-allowed', '/').type('js').send(worker)
      })
      router.get(`/assets/${name}Page.js`, (_request, response) => {
        response.type('js').send(earlierPage(name))
      })
      router.get(name === 'wall' ? '/display{/:village}' : '/doorstep{/:village}', (_request, response) => {
        response.type('html').send(html)
      })
    }
  },
}

let server: TestServer
afterEach(() => server.close())

async function serve(build: Pages): Promise<void> {
  const port = Number(new URL(server.url).port)
  server = await startTestServer({ dataDir: server.dataDir, pages: build, environment: { port } })
}

async function holds(page: DevtoolsPage, condition: string): Promise<void> {
  await expect.poll(() => page.evaluate(condition), { timeout }).toBe(true)
}

/** Waits until one build's cache is the only one of its page and holds the page, which is stored last. */
async function untilStored(
  page: DevtoolsPage,
  prefix: string,
  address: string,
  build: string,
): Promise<void> {
  const found = `(async () => [
    ...(await caches.keys()).filter((name) => name.startsWith('${prefix}')),
    (await caches.match('${address}')) !== undefined].join())()`
  await expect.poll(() => page.evaluate(found), { timeout }).toBe(`${prefix}${build},true`)
}

/** How many lists of doors the phone has stored, which it does after they are shown. */
const storedDoors = `new Promise((resolve) => {
  const open = indexedDB.open('yiping-doorstep')
  open.onsuccess = () => {
    const counted = open.result.transaction('doors').objectStore('doors').count()
    counted.onsuccess = () => {
      open.result.close()
      resolve(counted.result)
    }
  }
})`

/** Opens the page of one build after the other, each time with its server and then without. */
async function goBackAndForth(
  path: string,
  { prefix, stored, isShown }: { prefix: string; stored: string; isShown: (isLive: boolean) => string },
): Promise<void> {
  const shows = async (build: Pages, isLive: boolean) => {
    const page = await devtools.open(server.url + path)
    await holds(page, build === earlier ? `document.title === 'earlier'` : isShown(isLive))
    return page
  }
  for (const build of [earlier, pages, earlier, pages]) {
    await server.stop()
    await serve(build)
    const html = await (await fetch(server.url + path)).text()
    const page = await shows(build, true)
    await untilStored(page, prefix, stored, /name="build" content="(\w+)"/.exec(html)?.[1] ?? earlierBuild)
    await page.close()
    await server.stop()
    await (await shows(build, false)).close()
    await serve(build)
  }
}

it('a wall goes to the next build, back to the earlier one, and forward again', async () => {
  server = await startTestServer({ pages: earlier })
  await makeVillage(server, 'one', 4)
  await goBackAndForth('/display/one', {
    prefix: 'wall-',
    stored: '/display',
    isShown: (isLive) =>
      isLive
        ? `document.querySelector('.wall[data-state=live] h1') !== null && localStorage['board/one'] !== undefined`
        : `document.querySelector('.wall[data-state=stale] h1') !== null`,
  })
})

it('so does a phone at the doors', async () => {
  server = await startTestServer({ pages: earlier })
  await makeVillage(server, 'one', 4)
  const username = await makeUser(server, 'inspector', 'one')
  const page = await devtools.open(`${server.url}/doorstep/one`)
  const body = JSON.stringify(JSON.stringify({ username, password }))
  const signIn = `fetch('/api/session', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: ${body} }).then(({ ok }) => ok)`
  await holds(page, signIn)
  await page.close()
  await goBackAndForth('/doorstep/one', {
    prefix: 'doorstep-',
    stored: '/doorstep/',
    isShown: (isLive) => {
      const isListed = `document.querySelector('[data-door="1001"]') !== null`
      return isLive ? `(async () => ${isListed} && (await ${storedDoors}) > 0)()` : isListed
    },
  })
})
