/**
 * Builds the pages and the server's bundle where their sources are newer than what was built. Plain JavaScript: each
 * start asks, and costs only the reading of the sources.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds of earlier sources that stay: a server may still run from one. */
const keptBuilds = 2

/** What each is made from. */
const sources = {
  pages: [
    'display',
    'admin',
    'server/domain',
    'server/contract',
    'server/build.mjs',
    'vite.config.ts',
    'package-lock.json',
  ],
  server: ['server', 'db', 'package-lock.json'],
}

/** Each page is built alone: a few files of its own open sooner than many that it shares with pages nobody opens next. */
const pageBuilds = [
  { input: { display: 'display/index.html' } },
  { input: { passbook: 'display/passbook/index.html' } },
  // Panel and doorstep set zod up before the first schema is made.
  { input: { admin: 'admin/index.html' }, output: { strictExecutionOrder: true } },
  { input: { doorstep: 'admin/doorstep/index.html' }, output: { strictExecutionOrder: true } },
]

/** The server's programs: all but the first two run in processes and threads of their own. */
const programs = {
  main: 'server/main.ts',
  cli: 'server/cli.ts',
  readChild: 'server/workbook/reading/readChild.ts',
  proveChild: 'server/upkeep/proveChild.ts',
  worker: 'server/worker.ts',
}

/** What a built server still needs: packages with machine code or files of their own. All others are bundled. */
const installed = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies)

/** Builds what a server needs. */
export default async function buildAll() {
  await buildPages()
  await buildServer()
}

/** Builds the pages, where they are not built from these very sources. */
export async function buildPages() {
  const folder = join(root, 'dist/pages')
  const stamp = join(folder, 'sources.sha256')
  const digest = digestOf(sources.pages)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  await buildInto(folder, async (vite, outDir) => {
    for (const rolldownOptions of pageBuilds)
      await vite.build({
        root,
        logLevel: 'warn',
        build: { outDir, emptyOutDir: false, rolldownOptions },
      })
    compress(join(outDir, 'assets'))
    writeFileSync(join(outDir, 'sources.sha256'), digest)
    rmSync(folder, { recursive: true, force: true })
  })
}

/**
 * Writes a compressed copy beside each script and style: none is compressed for a single answer.
 *
 * @param {string} folder
 */
function compress(folder) {
  for (const name of readdirSync(folder).filter((file) => /\.(js|css)$/.test(file)))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }))
}

/**
 * Builds the server's programs as plain JavaScript, where they are not built from these very sources. Each build has
 * a folder of its own: what runs keeps its files while another command builds newer ones.
 *
 * @returns the folder
 */
export async function buildServer() {
  const builds = join(root, 'dist/server')
  const name = digestOf(sources.server).slice(0, 16)
  const folder = join(builds, name)
  if (!existsSync(folder)) {
    await buildInto(folder, (vite, outDir) => vite.build(serverBuild(outDir)))
    const others = readdirSync(builds).filter((other) => /^[0-9a-f]{16}$/.test(other) && other !== name)
    const age = (/** @type {string} */ other) =>
      statSync(join(builds, other), { throwIfNoEntry: false })?.mtimeMs ?? 0
    for (const old of others.sort((a, b) => age(b) - age(a)).slice(keptBuilds))
      rmSync(join(builds, old), { recursive: true, force: true })
  }
  // Also when the sources went back to those of an earlier build.
  const current = join(builds, 'current')
  if (!existsSync(current) || readFileSync(current, 'utf8') !== name) writeFileSync(current, name)
  return folder
}

/**
 * @param {string} outDir
 * @returns {import('vite').InlineConfig}
 */
function serverBuild(outDir) {
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    // Packages come along in few files, which start in half the time; the dependencies stay outside.
    ssr: { noExternal: true, external: [...installed, 'vite'] },
    build: {
      ssr: true,
      outDir,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, join(root, file)])),
        // Flat: `programFile` finds one beside the other.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  }
}

/**
 * Builds beside a folder, and then gives the result its name.
 *
 * @param {string} folder
 * @param {(vite: typeof import('vite'), outDir: string) => Promise<unknown>} build
 */
async function buildInto(folder, build) {
  process.stderr.write(`Building ${relative(root, folder)} (once after each change) …\n`)
  const unfinished = `${folder}.${process.pid}`
  const environment = process.env.NODE_ENV
  // Under the tests it is `test`: Vue would bring its warnings for developers along, and weigh twice as much.
  process.env.NODE_ENV = 'production'
  try {
    mkdirSync(unfinished, { recursive: true })
    await build(await import('vite'), unfinished)
    renameSync(unfinished, folder)
  } catch (error) {
    // Another process built the same meanwhile.
    if (!['EEXIST', 'ENOTEMPTY'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? ''))
      throw error
  } finally {
    if (environment === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = environment
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

/**
 * What a person can do about a build that failed, in both languages: what knows the terminal's language is not built.
 *
 * @param {NodeJS.ErrnoException & { path?: string }} error
 * @returns null for a fault of the sources
 */
export function buildAdvice({ code = '', path = '' }) {
  if (code === 'ERR_MODULE_NOT_FOUND')
    return '缺少构建所需的软件包：请在本目录运行 npm ci --include=dev，然后重试；或改用构建好的发布包。Packages that building needs are missing: run "npm ci --include=dev" in this folder and try again, or use a release, which is built.'
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return `请用可以读写本目录的账户运行 npm run build。Run "npm run build" as a user who may read and write here: ${path}`
  return null
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  await (argv[2] === 'server' ? buildServer() : buildAll()).catch((error) => {
    const advice = buildAdvice(error)
    if (advice === null) throw error
    console.error(advice)
    exit(1)
  })
}
