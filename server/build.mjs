/**
 * Builds the pages and the server's bundle where their sources are newer than what was built. Plain JavaScript: each
 * start asks, and costs only the reading of the sources.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What each is made from. */
const sources = {
  pages: ['display', 'admin', 'server/domain', 'server/contract', 'vite.config.ts', 'package-lock.json'],
  server: ['server', 'db', 'package-lock.json'],
}

/** The server's programs: the last three run in processes and threads of their own. */
const programs = {
  main: 'server/main.ts',
  cli: 'server/cli.ts',
  readChild: 'server/workbook/reading/readChild.ts',
  proveChild: 'server/upkeep/proveChild.ts',
  writeWorker: 'server/workbook/writing/writeWorker.ts',
}

/** Builds what was not built from these very sources: what a server needs. */
export default async function buildAll() {
  await buildServer()
  await buildWhereStale('pages', (vite, outDir) => vite.build({ root, logLevel: 'warn', build: { outDir } }))
}

/** Builds the server's programs as plain JavaScript. */
export async function buildServer() {
  await buildWhereStale('server', (vite, outDir) =>
    vite.build({
      root,
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        ssr: true,
        outDir,
        rolldownOptions: {
          input: Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, join(root, file)])),
          // Flat: `program` finds one beside the other.
          output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    }),
  )
}

/**
 * @param {'pages' | 'server'} what
 * @param {(vite: typeof import('vite'), outDir: string) => Promise<unknown>} build
 */
async function buildWhereStale(what, build) {
  const folder = join(root, 'dist', what)
  const stamp = join(folder, 'sources.sha256')
  const digest = digestOf(sources[what])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  process.stderr.write(`Building the ${what} (once after each change) …\n`)
  const unfinished = `${folder}.${process.pid}`
  try {
    mkdirSync(unfinished, { recursive: true })
    await build(await import('vite'), unfinished)
    writeFileSync(join(unfinished, 'sources.sha256'), digest)
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/**
 * A digest of the names and contents of files and of those in folders.
 *
 * @param {string[]} paths
 */
function digestOf(paths) {
  const digest = createHash('sha256')
  for (const path of paths) {
    const files = path.includes('.') ? [join(root, path)] : filesUnder(join(root, path))
    for (const file of files.sort()) digest.update(file.slice(root.length)).update(readFileSync(file))
  }
  return digest.digest('hex')
}

/** @param {string} folder */
function filesUnder(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

if (argv[1] === fileURLToPath(import.meta.url)) await (argv[2] === 'server' ? buildServer() : buildAll())
