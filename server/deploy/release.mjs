/**
 * Prepares what `npm pack` packs: `node server/deploy/release.mjs` before it, with `--clean` after it. The package
 * holds the built pages and programs, and the lock file under the name that npm takes along.
 */
import { copyFileSync, cpSync, rmSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { buildPages, buildServer } from '../build.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const released = `${root}dist/server/released`
const shrinkwrap = `${root}npm-shrinkwrap.json`

rmSync(released, { recursive: true, force: true })
rmSync(shrinkwrap, { force: true })
if (!argv.includes('--clean')) {
  await buildPages()
  cpSync(await buildServer(), released, { recursive: true })
  copyFileSync(`${root}package-lock.json`, shrinkwrap)
}
