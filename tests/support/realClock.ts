/** Loaded before each file of tests: a clock that the file before left set would be the next one's, too. */
const realNow = performance.timeOrigin + performance.now()
if (Math.abs(Date.now() - realNow) > 60_000)
  throw new Error('a file of tests before this one left its clock set')
