#!/usr/bin/env node
// The command `yiping`.
import buildAll, { buildServer } from './build.mjs'

const serving = process.argv[2] === 'serve' && !process.argv.includes('--help')
try {
  await (serving ? buildAll() : buildServer())
} catch (error) {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  // What knows the language of the terminal is not built yet.
  console.error(
    `请用可以写入本目录的账户运行 npm run build。Run "npm run build" as a user who may write here: ${error.path}`,
  )
  process.exit(1)
}
await import(serving ? '../dist/server/main.js' : '../dist/server/cli.js')
