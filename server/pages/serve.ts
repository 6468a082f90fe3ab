/** Serves the built pages. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Request, type RequestHandler, type Router } from 'express'
import { doorPage, doorPaths } from './doorPage.ts'

const yearMs = 365 * 24 * 3_600_000

/** The pages of one build, ready to serve. */
export interface Pages {
  /** Changes when the pages do; screens reload when the server names another than their own. */
  build: string
  /** Adds the pages' routes. */
  mount: (router: Router) => void
}

/** The pages have not been built. */
export class NotBuilt extends Error {
  constructor(folder: string) {
    super(`The pages have not been built: ${folder} is missing. Run "npm run build".`)
  }
}

/**
 * The pages as `npm run build` made them. Each carries its build's name, so that
 * a screen knows what it runs.
 *
 * @param folder what Vite wrote
 */
export function builtPages(folder: string): Pages {
  const read = (file: string) => {
    const path = join(folder, file)
    if (!existsSync(path)) throw new NotBuilt(folder)
    return readFileSync(path, 'utf8')
  }
  const built = {
    wall: read('display/index.html'),
    panel: read('admin/index.html'),
    passbook: read('display/passbook/index.html'),
  }
  const digest = createHash('sha256').update(built.wall).update(built.panel).update(built.passbook)
  const build = digest.digest('hex').slice(0, 12)
  const send =
    (page: (request: Request) => string): RequestHandler =>
    (request, response) => {
      response
        .set('cache-control', 'no-cache')
        .type('html')
        .send(withBuild(page(request), build))
    }
  return {
    build,
    mount: (router) => {
      router.use(
        '/assets',
        express.static(join(folder, 'assets'), {
          immutable: true,
          maxAge: yearMs,
          // The wall's service worker is one of them, and keeps the page itself too.
          setHeaders: (response) => response.setHeader('service-worker-allowed', '/'),
        }),
      )
      router.get(
        ['/', '/display', '/display/:village'],
        send(() => built.wall),
      )
      router.get(
        doorPaths,
        send((request) => built[doorPage(request)]),
      )
      router.get(
        ['/admin', '/admin/{*page}'],
        send(() => built.panel),
      )
    },
  }
}

/** The page with its build's name in a meta element. */
export function withBuild(html: string, build: string): string {
  return html.replace('</head>', `<meta name="build" content="${build}"></head>`)
}
