/** Builds the pages when their sources are newer than what was built: what `npm start` runs first. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
/** What the pages are made from. */
const sources = [
  'display',
  'admin',
  'server/domain',
  'server/contract',
  'vite.config.ts',
  'package-lock.json',
]
const stampFile = join(root, 'dist/sources.sha256')

function filesUnder(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** A digest of the names and contents of all sources. */
function digestOfSources(): string {
  const digest = createHash('sha256')
  for (const source of sources) {
    const path = join(root, source)
    const files = source.includes('.') ? [path] : filesUnder(path)
    for (const file of files.sort()) digest.update(file.slice(root.length)).update(readFileSync(file))
  }
  return digest.digest('hex')
}

/** Builds the pages unless what was built is of these very sources. */
export default async function buildPages(): Promise<void> {
  const digest = digestOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest) return
  process.stdout.write('Building the pages (once after each change) …\n')
  await build({ root, logLevel: 'warn' })
  writeFileSync(stampFile, digest)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPages()
