/** Serves the built pages. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import express, { type Response, type Router } from 'express'
import expressStaticGzip from 'express-static-gzip'
import { withBase } from '../domain/addresses/publicPath.ts'
import { Stopped } from '../words/terminal.ts'
import { type AtDoor, doorPaths, inVillage } from './doorPage.ts'

const dayMs = 24 * 3_600_000
const yearMs = 365 * dayMs

/** The pages of one build, ready to serve. */
export interface Pages {
  /** Changes when the pages do; screens reload when the server names another than their own. */
  build: string
  /**
   * Adds the pages' routes.
   *
   * @param isRelative a proxy may serve the pages under a path: they name their files relative to themselves
   */
  mount: (router: Router, atDoor: AtDoor, isRelative: boolean) => void
}

/** The pages have not been built. */
export class NotBuilt extends Stopped {
  constructor(folder: string) {
    super('not-built', { folder })
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
    doorstep: read('admin/doorstep/index.html'),
  }
  const build = digestOf(built.wall, built.panel, built.passbook)
  // Phones cache the doorstep under a build of its own: a change of the wall costs them nothing.
  const doorstep = withBuild(built.doorstep, digestOf(built.doorstep))
  return {
    build,
    mount: (router, atDoor, isRelative) => {
      const baseOf = ({ req }: Response) => (isRelative ? baseFrom(req.path) : '/')
      const send = (response: Response, page: string) => {
        response
          .set('cache-control', 'no-cache')
          .type('html')
          .send(withBase(page, baseOf(response)))
      }
      router.use(
        '/assets',
        // Compressed when they were built.
        expressStaticGzip(join(folder, 'assets'), {
          serveStatic: {
            immutable: true,
            maxAge: yearMs,
            // The wall's service worker is one of them, and keeps the page itself too.
            setHeaders: (response) => response.setHeader('service-worker-allowed', '/'),
          },
        }),
      )
      router.get(['/', '/display', '/display/:village'], (request, response) => {
        const wall = withBuild(built.wall, build)
        const { village } = request.params
        send(response, isSlug(village) ? withBoard(wall, village, baseOf(response)) : wall)
      })
      router.get(doorPaths, async (request, response) => {
        const village = await atDoor(request)
        if (village === null) send(response, withBuild(built.passbook, build))
        else send(response, inVillage(doorstep, village))
      })
      // What an installed page is made of: its manifest and icons.
      router.use('/doorstep', express.static(join(folder, 'doorstep'), { redirect: false, maxAge: dayMs }))
      router.get(['/doorstep', '/doorstep/:village'], (_request, response) => send(response, doorstep))
      router.get(['/admin', '/admin/{*page}'], (_request, response) => {
        send(response, withBuild(built.panel, build))
      })
    },
  }
}

/** The way from a page up to where `assets` lies. */
function baseFrom(path: string): string {
  return '../'.repeat(path.split('/').length - 2) || './'
}

/** The page with its build's name in a meta element. */
export function withBuild(html: string, build: string): string {
  return html.replace('</head>', `<meta name="build" content="${build}"></head>`)
}

function isSlug(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z0-9-]+$/.test(name)
}

/** The wall's page, whose board is fetched beside its code. @param base the way up to the server's root */
function withBoard(html: string, village: string, base: string): string {
  const board = `<link rel="preload" as="fetch" crossorigin href="${base}api/villages/${village}/board">`
  return html.replace('</title>', `</title>${board}`)
}

/** The name of a build: another one whenever any of its pages is. */
function digestOf(...built: string[]): string {
  const digest = createHash('sha256')
  for (const page of built) digest.update(page)
  return digest.digest('hex').slice(0, 12)
}
