/** Checks the API's description by the rules that Redocly recommends; a warning fails as an error does. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describeApi } from '../../server/routes/api/openapi.ts'

const cli = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js')
const folder = mkdtempSync(join(tmpdir(), 'yiping-api-'))
const file = join(folder, 'openapi.json')

interface Found {
  problems: { message: string; ruleId: string; location: { pointer?: string }[] }[]
}

try {
  writeFileSync(file, JSON.stringify(await describeApi()))
  const words = ['lint', file, '--config', 'tests/contract/redocly.yaml', '--format', 'json']
  const found = JSON.parse(lint([...words, '--max-problems', '1000'])) as Found
  for (const { ruleId, message, location } of found.problems)
    process.stderr.write(`API: ${message} (${ruleId}, ${location[0]?.pointer ?? ''})\n`)
  if (found.problems.length > 0) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** @returns what the linter printed; it exits with 1 where it found errors */
function lint(words: string[]): string {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  try {
    return execFileSync(process.execPath, [cli, ...words], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string }
    if (status !== 1 || !stdout) throw error
    return stdout
  }
}
