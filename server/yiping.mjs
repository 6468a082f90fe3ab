#!/usr/bin/env node
// The command `yiping`.
import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'

const serving = process.argv[2] === 'serve' && !process.argv.includes('--help')
const folder = existsSync(new URL('main.ts', import.meta.url))
  ? await build()
  : // A package: built already, and without sources.
    fileURLToPath(new URL('../dist/server/released', import.meta.url))
await import(pathToFileURL(`${folder}/${serving ? 'main' : 'cli'}.js`).href)

/** Builds what is stale. @returns the folder of the server's programs */
async function build() {
  const { buildAdvice, buildPages, buildServer } = await import('./build.mjs')
  try {
    if (serving) await buildPages()
    return await buildServer()
  } catch (error) {
    const advice = buildAdvice(error)
    if (advice === null) throw error
    console.error(advice)
    process.exit(1)
  }
}
