/**
 * The Dockerfile's own lines, run without an engine: each stage in a folder of its own, by an account without rights
 * where this one has them. What an engine adds (layers, networks, the base image) is not tested.
 */
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DockerfileParser, type Flag, type Instruction, ModifiableInstruction } from 'dockerfile-ast'
import { afterAll, expect, it, vi } from 'vitest'
import { freePort } from '../support/process.ts'
import { run } from '../support/yiping.ts'

/** Of the packages and the program, MB. */
const largestImage = 150
/** What `docker stop` waits, ms. */
const stopWithinMs = 10_000

const folder = mkdtempSync(join(tmpdir(), 'yiping-image-'))
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
// The account must reach its stages.
chmodSync(folder, 0o755)
/** The machine's own registry, which an account without a home does not know. */
const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the lines of a Dockerfile made. */
class Stage {
  readonly root: string
  readonly env: Record<string, string> = {}
  folder = '/'
  readonly set: Record<string, string> = {}

  constructor(name: string) {
    this.root = join(folder, name)
    this.#make('/')
  }

  /** Where a path of the image lies here. */
  place(path: string): string {
    return join(this.root, path.startsWith('/') ? path : join(this.folder, path))
  }

  enter(path: string): void {
    this.folder = path
    this.#make(path)
  }

  /** Runs a command in this stage; absolute paths of the image lead to where they lie here. */
  async run(command: string): Promise<void> {
    const here = command.replace(/(?<=^|\s)\/(?=\w)/g, `${this.root}/`)
    const { code, err, out } = await run(
      'sh',
      ['-c', `cd '${this.place('.')}' && ${here}`],
      this.environment,
      '',
      account,
    )
    expect(code, `${command}\n${out}\n${err}`).toBe(0)
  }

  get environment(): Record<string, string> {
    const path = this.env['PATH']
      ?.replace('$PATH', process.env['PATH'] ?? '')
      .replace('/app', this.place('/app'))
    const data = this.env['DATA_DIR']
    return {
      ...this.env,
      HOME: this.root,
      npm_config_registry: registry,
      npm_config_cache: join(this.root, '.npm'),
      ...(path ? { PATH: path } : {}),
      ...(data ? { DATA_DIR: this.place(data) } : {}),
    }
  }

  #make(path: string): void {
    mkdirSync(this.place(path), { recursive: true })
    if (account.uid !== undefined) chownSync(this.place(path), account.uid, account.gid)
  }
}

async function build(): Promise<Stage> {
  const text = readFileSync('server/deploy/Dockerfile', 'utf8')
  const stages: Record<string, Stage> = {}
  let stage = new Stage('none')
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const value = (instruction.getExpandedArguments().map((one) => one.getValue()) as string[]).join(' ')
    switch (instruction.getKeyword()) {
      case 'FROM': {
        const name = / AS (\w+)$/.exec(value)?.[1] ?? 'last'
        stage = stages[name] = new Stage(name)
        break
      }
      case 'WORKDIR':
        stage.enter(value)
        break
      case 'ENV':
        for (const pair of value.split(' '))
          stage.env[pair.slice(0, pair.indexOf('='))] = pair.slice(pair.indexOf('=') + 1)
        break
      case 'COPY':
        copy(value.split(' '), fromFlag(instruction), stage, stages)
        break
      case 'RUN':
        await stage.run(instruction.getRawArgumentsContent() ?? '')
        break
      default:
        stage.set[instruction.getKeyword()] = value
    }
  }
  return stage
}

function copy(words: string[], flag: Flag | null, stage: Stage, stages: Record<string, Stage>): void {
  const from = flag?.getValue()
  const to = stage.place(words.at(-1) ?? '')
  const sources = from
    ? words.slice(0, -1).map((path) => [stages[from]?.place(path) ?? '', to])
    : words.slice(0, -1).flatMap((path) => tracked(path).map((file) => [file, join(to, file)]))
  for (const [source = '', target = ''] of sources) {
    mkdirSync(dirname(target), { recursive: true })
    cpSync(source, target, { recursive: true, verbatimSymlinks: true })
  }
  if (account.uid !== undefined) execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, to])
}

/** The files of the context: those under version control that are there. */
function tracked(path: string): string[] {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', path], { encoding: 'utf8' })
  return files.split('\n').filter((file) => file !== '' && existsSync(file))
}

it('builds an image that starts, is healthy, and stops when asked', async () => {
  const image = await build()
  const megabytes = Number(
    /^\d+/.exec(execFileSync('du', ['-sm', image.place('/app')], { encoding: 'utf8' }))?.[0],
  )
  process.stdout.write(`The image's own part takes ${megabytes} MB.\n`)
  expect(megabytes).toBeLessThanOrEqual(largestImage)

  const list = (name: string) =>
    (JSON.parse(/\[.*\]/s.exec(image.set[name] ?? '')?.[0] ?? '[]') as string[]).map((word) =>
      word.startsWith('/') ? image.place(word) : word,
    )
  const env = { ...process.env, ...image.environment, PORT: String(await freePort()) }
  const [program = '', ...words] = [...list('ENTRYPOINT'), ...list('CMD')]
  const server = spawn(program, words, { env, cwd: image.place('.'), stdio: 'ignore', ...account })
  const ended = new Promise<number | null>((resolve) => server.once('close', resolve))
  const [health = '', ...healthWords] = list('HEALTHCHECK')
  await vi.waitFor(async () => expect((await run(health, healthWords, env, '', account)).code).toBe(0), {
    timeout: 60_000,
    interval: 500,
  })
  const verified = await run('yiping', ['verify'], env, '', account)
  expect(verified.out).toMatch(/^shifan /)
  const asked = performance.now()
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(performance.now() - asked).toBeLessThan(stopWithinMs)
})

/** The stage that a COPY takes files from. */
function fromFlag(instruction: Instruction): Flag | null {
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : []
  return flags.find((flag) => flag.getName() === 'from') ?? null
}
