/**
 * The server's entry points as plain JavaScript, bundled once a run: as TypeScript each of the
 * hundred processes that tests start would compile every module again.
 */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = `${root}node_modules/.cache/yiping-tests`
const entries = {
  cli: 'server/cli.ts',
  main: 'server/main.ts',
  restoreBackup: 'server/control/restoreBackup.ts',
}

/** The built file of an entry point. */
export const bundled = (entry: keyof typeof entries): string => `${folder}/${entry}.js`

/** Modules find the files beside them (workers, pages) where their sources are. */
const sourceUrls: Plugin = {
  name: 'source-urls',
  transform: (code, id) =>
    id.startsWith(root) ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)) : null,
}

/** For vitest's `globalSetup`. */
export default async function bundle(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [sourceUrls],
    build: {
      ssr: true,
      outDir: folder,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, root + file])),
        output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  })
}
