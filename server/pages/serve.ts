/** Serves the built pages. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Router } from 'express'

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
  const wall = join(folder, 'display/index.html')
  const panel = join(folder, 'admin/index.html')
  if (!existsSync(wall) || !existsSync(panel)) throw new NotBuilt(folder)
  const pages = { wall: readFileSync(wall, 'utf8'), panel: readFileSync(panel, 'utf8') }
  const build = createHash('sha256').update(pages.wall).update(pages.panel).digest('hex').slice(0, 12)
  const wallPage = withBuild(pages.wall, build)
  const panelPage = withBuild(pages.panel, build)
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
      router.get(['/', '/display', '/display/:village'], (_request, response) => {
        response.set('cache-control', 'no-cache').type('html').send(wallPage)
      })
      router.get(['/admin', '/admin/{*page}'], (_request, response) => {
        response.set('cache-control', 'no-cache').type('html').send(panelPage)
      })
    },
  }
}

/** The page with its build's name in a meta element. */
export function withBuild(html: string, build: string): string {
  return html.replace('</head>', `<meta name="build" content="${build}"></head>`)
}
