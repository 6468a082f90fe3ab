/** The pages straight from their sources, with reload, for development. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'vite'
import { doorPaths, inVillage } from './doorPage.ts'
import type { Pages } from './serve.ts'

/**
 * Pages of a Vite server inside this process.
 *
 * @param root the project's folder
 */
export async function developmentPages(root: string): Promise<Pages> {
  const vite = await createServer({ root, appType: 'custom', server: { middlewareMode: true } })
  const page = (file: string) => async (url: string) =>
    vite.transformIndexHtml(url, readFileSync(join(root, file), 'utf8'))
  const wall = page('display/index.html')
  const panel = page('admin/index.html')
  const passbook = page('display/passbook/index.html')
  const doorstep = page('admin/doorstep/index.html')
  return {
    build: 'development',
    mount: (router, atDoor) => {
      router.use(vite.middlewares)
      router.get(['/', '/display', '/display/:village'], async (request, response) => {
        response
          .type('html')
          .send(await wall('/display/index.html' + new URL(request.url, 'http://x').search))
      })
      router.get(doorPaths, async (request, response) => {
        const village = await atDoor(request)
        const page =
          village === null
            ? await passbook('/display/passbook/index.html')
            : inVillage(await doorstep('/admin/doorstep/index.html'), village)
        response.type('html').send(page)
      })
      router.get(['/doorstep', '/doorstep/:village'], async (_request, response) => {
        response.type('html').send(await doorstep('/admin/doorstep/index.html'))
      })
      router.get(['/admin', '/admin/{*page}'], async (_request, response) => {
        response.type('html').send(await panel('/admin/index.html'))
      })
    },
  }
}
