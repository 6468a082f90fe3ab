/* eslint-disable @typescript-eslint/no-require-imports */
// Restores argv[2] into argv[3] by the module argv[5], and kills itself before the step argv[4] that
// changes a file or folder.
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const last = Number(process.argv[4])
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
    if (isCounting && (steps += 1) === last) process.kill(process.pid, 'SIGKILL')
    return real(...args)
  }
}
syncBuiltinESMExports()
let isCounting = false
import(process.argv[5]).then(async ({ restore }) => {
  isCounting = true
  await restore(process.argv[2], process.argv[3])
  isCounting = false
})
