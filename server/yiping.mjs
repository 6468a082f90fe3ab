#!/usr/bin/env node
// The command `yiping`.
import { pathToFileURL } from 'node:url'
import { buildPages, buildServer } from './build.mjs'

const serving = process.argv[2] === 'serve' && !process.argv.includes('--help')
let folder
try {
  if (serving) await buildPages()
  folder = await buildServer()
} catch (error) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  // What knows the language of the terminal is not built yet.
  console.error(
    `请用可以读写本目录的账户运行 npm run build。Run "npm run build" as a user who may read and write here: ${error.path}`,
  )
  process.exit(1)
}
await import(pathToFileURL(`${folder}/${serving ? 'main' : 'cli'}.js`).href)
