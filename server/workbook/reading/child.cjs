/* eslint-disable @typescript-eslint/no-require-imports */
// Starts child.ts. By way of CommonJS it is ready in half the time that tsx needs with ES modules,
// and a reading waits for that each time.
require('tsx/cjs')
require('./child.ts')
