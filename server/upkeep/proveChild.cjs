/* eslint-disable @typescript-eslint/no-require-imports */
// Starts proveChild.ts; by way of CommonJS it is ready in half the time that tsx needs with ES modules.
require('tsx/cjs')
require('./proveChild.ts')
