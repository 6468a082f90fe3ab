/** The Dockerfile and the compose file, which no engine is needed to read. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DCLinter } from 'dclint'
import { DockerfileParser } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { describe, expect, it } from 'vitest'

const folder = 'server/deploy'
const text = readFileSync(`${folder}/Dockerfile`, 'utf8')
const instructions = DockerfileParser.parse(text)
  .getInstructions()
  .map((one) => ({ name: one.getKeyword(), value: one.getArgumentsContent() ?? '' }))
const valuesOf = (name: string) => instructions.filter((one) => one.name === name).map(({ value }) => value)

describe('the Dockerfile', () => {
  it('is valid', () => {
    expect(validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([])
  })

  it('names exact images, of which the last stays small', () => {
    for (const image of valuesOf('FROM'))
      expect(image).toMatch(/^node:\d+\.\d+\.\d+-bookworm(-slim| AS \w+)$/)
    expect(valuesOf('FROM').length).toBe(2)
    expect(valuesOf('FROM').at(-1)).toMatch(/-slim$/)
  })

  it('ends as an account without rights, with a health check and signals that reach the server', () => {
    const last = instructions.slice(instructions.map(({ name }) => name).lastIndexOf('FROM'))
    const names = last.map(({ name }) => name)
    expect(last.filter(({ name }) => name === 'USER').map(({ value }) => value)).toEqual(['node'])
    expect(names).toContain('HEALTHCHECK')
    // As lists: a shell between would not pass on the signal to stop.
    for (const name of ['ENTRYPOINT', 'CMD'])
      expect(last.find((one) => one.name === name)?.value).toMatch(/^\[".*"\]$/)
    expect(names.indexOf('RUN')).toBe(-1)
  })

  it('changes folders by WORKDIR, to absolute ones, and copies the lock file before the sources', () => {
    for (const line of valuesOf('RUN')) expect(line).not.toMatch(/\bcd |\bsudo\b|apt-get|curl|wget/)
    for (const path of valuesOf('WORKDIR')) expect(path).toMatch(/^\//)
    const copied = valuesOf('COPY')
    expect(copied.findIndex((one) => one.includes('package-lock.json'))).toBeLessThan(copied.indexOf('. .'))
    expect(valuesOf('ADD')).toEqual([])
  })

  it('leaves out what must not come into an image', () => {
    const ignored = readFileSync(`${folder}/Dockerfile.dockerignore`, 'utf8').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'data', 'dist', 'node_modules']))
  })
})

describe('the compose file', () => {
  it('meets the schema of Compose and the rules of its linter', () => {
    const order = ['services-alphabetical-order', 'service-keys-order', 'top-level-properties-order']
    const linter = new DCLinter({
      rules: Object.fromEntries(order.map((rule) => [rule, 0])),
      quiet: true,
      debug: false,
      exclude: [],
    })
    const [result] = linter.lintFiles([`${folder}/compose.yml`], false)
    expect(result?.messages.map(({ line, message }) => `${line}: ${message}`)).toEqual([])
  })

  it('names files that exist, and the port and path that the image has', () => {
    const compose = readFileSync(`${folder}/compose.yml`, 'utf8')
    const [, context = ''] = /context: (.+)/.exec(compose) ?? []
    const [, dockerfile = ''] = /dockerfile: (.+)/.exec(compose) ?? []
    expect(existsSync(join(folder, context, dockerfile))).toBe(true)
    expect(compose).toContain('./nginx.conf:')
    expect(valuesOf('EXPOSE')).toEqual(['8080'])
    expect(readFileSync(`${folder}/nginx.conf`, 'utf8')).toMatch(
      /server server1:8080 .*\n.*server server2:8080 /,
    )
    for (const path of valuesOf('VOLUME')) expect(compose).toContain(`server1:${path}\n`)
  })

  it('lets the servers sign in as a user that owns no table, and only once the owner has made them', () => {
    const compose = readFileSync(`${folder}/compose.yml`, 'utf8')
    const users = [...compose.matchAll(/DATABASE_URL: postgres:\/\/(\w+):\$\{(\w+):\?\}@/g)]
    expect(users.map(([, user, password]) => [user, password])).toEqual([
      ['servers', 'SERVERS_PASSWORD'],
      ['yiping', 'POSTGRES_PASSWORD'],
    ])
    expect(compose).toContain("command: ['migrate', '--app-user', 'servers']")
    expect(compose).toMatch(/migrate:\n {6}condition: service_completed_successfully/)
  })

  it('names the version that it builds', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    expect(readFileSync(`${folder}/compose.yml`, 'utf8')).toContain(`image: yiping-gongshi:${version}\n`)
  })
})
