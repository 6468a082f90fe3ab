import { defineConfig } from 'vitest/config'

/** `npm run test:deploy`: what takes minutes, as it installs packages and compiles. */
export default defineConfig({
  test: {
    include: ['tests/deploy/*.slow.ts'],
    reporters: ['default', './tests/support/summaryReporter.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
})
