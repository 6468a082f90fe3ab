import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** All pages from one build; the server serves `dist`. Tests run from the same file. */
export default defineConfig({
  appType: 'mpa',
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    // A screen's box may carry a browser five years old.
    target: 'chrome90',
    outDir: 'dist',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: {
        display: 'display/index.html',
        passbook: 'display/passbook/index.html',
        admin: 'admin/index.html',
      },
      // The panel sets zod up before the first schema is made.
      output: { strictExecutionOrder: true },
    },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    // Browser tests drive the built pages.
    globalSetup: ['./server/pages/build.ts'],
    reporters: ['default', './tests/closing-line.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
})
