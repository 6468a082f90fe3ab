/** Where this project lies, and the programs that run in processes and threads of their own. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Development and tests run the sources; everything else runs the bundle in `dist/server`. */
const isBundled = !import.meta.url.endsWith('.ts')

/** The project's folder. */
export const root = fileURLToPath(new URL(isBundled ? '../..' : '..', import.meta.url))

/** What `server/build.mjs` made of the pages. */
export const pagesFolder = join(root, 'dist/pages')

/** The file of one of the programs that `server/build.mjs` lists: built, also where the sources run. */
export function program(name: 'main' | 'cli' | 'readChild' | 'proveChild' | 'writeWorker'): string {
  return join(root, 'dist/server', `${name}.js`)
}
