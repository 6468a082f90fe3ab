/** The files of this installation: its folder, the built pages, and the built programs. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
/** Development and tests run the sources; everything else runs a bundle, `dist/server/BUILD`. */
const isBundled = !import.meta.url.endsWith('.ts')

/** The project's folder. */
export const root = join(here, isBundled ? '../../..' : '..')

/** What `server/build.mjs` made of the pages. */
export const pagesFolder = join(root, 'dist/pages')

/** The file of one of the programs that `server/build.mjs` lists: of this bundle, or of the newest. */
export function programFile(name: 'main' | 'cli' | 'readChild' | 'proveChild' | 'worker'): string {
  if (isBundled) return join(here, `${name}.js`)
  const builds = join(root, 'dist/server')
  return join(builds, readFileSync(join(builds, 'current'), 'utf8'), `${name}.js`)
}
