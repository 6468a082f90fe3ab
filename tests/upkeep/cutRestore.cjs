/* eslint-disable @typescript-eslint/no-require-imports */
// Runs the program argv[3] with the words after it, and kills itself before the step argv[2] that changes a
// file or folder.
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const last = Number(process.argv[2])
let steps = 0
for (const name of [
  'renameSync',
  'linkSync',
  'copyFileSync',
  'rmSync',
  'mkdirSync',
  'mkdtempSync',
  'fsyncSync',
]) {
  const real = fs[name]
  fs[name] = (...args) => {
    if ((steps += 1) === last) process.kill(process.pid, 'SIGKILL')
    return real(...args)
  }
}
syncBuiltinESMExports()
process.argv.splice(1, 2)
import(process.argv[1])
