/** What `npm pack` packs: built, complete, and nothing that only building or testing needs. */
import { readdirSync, readFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { programFile } from '../../server/builtFiles.ts'
import { freePort, startProgram } from '../support/process.ts'
import { run } from '../support/yiping.ts'

interface Lock {
  packages: Record<string, { dev?: boolean; devOptional?: boolean }>
}

const folder = mkdtempSync(join(tmpdir(), 'yiping-release-'))
const root = join(folder, 'package')
let packed: string[]

beforeAll(async () => {
  const { out, err, code } = await npm('pack', '--json', '--pack-destination', folder)
  expect(code, err).toBe(0)
  // What runs before packing may print too.
  const [release] = JSON.parse(out.slice(out.indexOf('[\n'))) as {
    filename: string
    files: { path: string }[]
  }[]
  packed = release?.files.map(({ path }) => path).sort() ?? []
  await run('tar', ['-xzf', join(folder, release?.filename ?? ''), '-C', folder])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('holds the pages, the programs and the lock file, and nothing else', () => {
  const programs = readdirSync(dirname(programFile('main'))).map((file) => `dist/server/released/${file}`)
  const pages = readdirSync('dist/pages', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'sources.sha256')
    .map(({ parentPath, name }) => join(parentPath, name))
  const deploy = readdirSync('server/deploy')
    .filter((name) => /^Dockerfile$|\.(md|yml|conf)$/.test(name))
    .map((name) => `server/deploy/${name}`)
  const others = ['LICENSE', 'README.md', 'README.zh-CN.md', 'npm-shrinkwrap.json', 'package.json']
  expect(packed).toEqual([...programs, ...pages, ...deploy, ...others, 'server/yiping.mjs'].sort())
})

it('needs no packages but its dependencies', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  const programs = join(root, 'dist/server/released')
  const imported = readdirSync(programs).flatMap((file) =>
    [...readFileSync(join(programs, file), 'utf8').matchAll(/^import .*?from "([^."][^"]*)"/gm)].map(
      ([, name = '']) => name.replace('node:', ''),
    ),
  )
  const foreign = new Set(imported.filter((name) => !builtinModules.includes(name)))
  // The development server alone loads Vite, by `npm run dev`.
  foreign.delete('vite')
  expect([...foreign].sort()).toEqual(Object.keys(dependencies).sort())
})

it('serves wall and panel from a folder of its own, and answers commands', async () => {
  linkDependencies()
  const data = join(folder, 'data')
  const entry = join(root, 'server/yiping.mjs')
  const server = await startProgram([entry, 'serve'], data, await freePort(), { SAMPLE: 'auto' })
  try {
    for (const page of ['/', '/admin/']) {
      const html = await (await fetch(server.url + page)).text()
      const [, script = ''] = /src="\.?(\/[^"]+\.js)"/.exec(html.replaceAll('../', './')) ?? []
      expect((await fetch(server.url + script)).headers.get('content-type')).toMatch(/javascript/)
    }
    const verified = await run(process.execPath, [entry, 'verify'], { DATA_DIR: data })
    expect(verified).toMatchObject({ code: 0, out: expect.stringMatching(/^shifan/) as string })
  } finally {
    await server.stop()
  }
})

it('says in a checkout without the packages for building what to do', async () => {
  const bare = join(folder, 'bare')
  mkdirSync(bare)
  for (const part of [
    'server',
    'db',
    'display',
    'admin',
    'vite.config.ts',
    'package.json',
    'package-lock.json',
  ])
    symlinkSync(resolve(part), join(bare, part))
  const command = [
    '--preserve-symlinks',
    '--preserve-symlinks-main',
    join(bare, 'server/yiping.mjs'),
    'serve',
  ]
  const { code, err } = await run(process.execPath, command)
  expect(code).toBe(1)
  expect(err).toContain('npm ci --include=dev')
  expect(err).not.toMatch(/^ +at /m)
})

function npm(...words: string[]) {
  return process.platform === 'win32' ? run('npm.cmd', words, {}) : run('npm', words)
}

/** Gives the unpacked release the packages that `npm ci --omit=dev` would install. */
function linkDependencies() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || dev || devOptional) continue
    mkdirSync(join(root, dirname(path)), { recursive: true })
    symlinkSync(resolve(path), join(root, path))
  }
}
