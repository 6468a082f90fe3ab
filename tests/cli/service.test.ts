/** `yiping service`: what it writes and runs, and when it refuses. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { programFile } from '../../server/builtFiles.ts'
import type { Service } from '../../server/control/service/service.ts'
import { serviceKeeper } from '../../server/control/service/service.ts'
import { settingsText, unitText } from '../../server/control/service/systemd.ts'
import { scriptText, taskSteps, taskXml } from '../../server/control/service/taskScheduler.ts'
import { type Ended, run, yiping } from '../support/yiping.ts'

const folder = mkdtempSync(join(tmpdir(), 'yiping-service-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const service: Service = {
  node: process.execPath,
  entry: '/opt/points of 100%/server/yiping.mjs',
  root: '/opt/points of 100%',
  dataDir: '/srv/points data',
  settings: {
    PORT: '80',
    DATABASE_URL: 'postgres://yiping:a$b%`"\\@db/yiping',
    DATA_DIR: '/srv/points data',
  },
}

/** Whether an own /etc and /run can be laid over the machine's: Linux, as root. Says so where not. */
const hasOwnMachine = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/run'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write(
      'No machine of its own can be made here: tests of installing a service are skipped.\n',
    )
    return false
  }
})()

const hasAnalyzer = ((): boolean => {
  try {
    execFileSync('systemd-analyze', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write('systemd-analyze is not installed here: the unit is not verified.\n')
    return false
  }
})()

describe('the unit of systemd', () => {
  it.skipIf(!hasAnalyzer)('is sound, also with spaces and signs in its paths', () => {
    const root = join(folder, 'points of 100%')
    execFileSync('mkdir', ['-p', root])
    const file = join(folder, 'yiping.service')
    writeFileSync(file, unitText({ ...service, root, entry: join(root, 'yiping.mjs') }, 'nobody'))
    const said = execFileSync('systemd-analyze', ['verify', '--man=no', file], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(said).toBe('')
  })

  it('keeps the settings out of what everybody may read', () => {
    expect(unitText(service, 'nobody')).not.toContain('postgres://')
  })

  it('takes a setting anew and leaves the lines of others', () => {
    const before = '# ours\nPORT="8080"\nTZ="Asia/Shanghai"\n'
    expect(settingsText(before, service.settings)).toBe(
      '# ours\nTZ="Asia/Shanghai"\nPORT="80"\nDATABASE_URL="postgres://yiping:a\\$b%\\`\\"\\\\@db/yiping"\n' +
        'DATA_DIR="/srv/points data"\n',
    )
  })
})

describe.skipIf(!hasOwnMachine)('on a machine with systemd', () => {
  /** Runs commands one after the other where /etc and /run are empty and systemctl notes what it is asked. */
  async function machine(...commands: string[]): Promise<Ended> {
    const bin = mkdtempSync(join(folder, 'bin-'))
    writeFileSync(join(bin, 'systemctl'), '#!/bin/sh\necho "systemctl $*"\n', { mode: 0o755 })
    writeFileSync(join(bin, 'yiping'), `#!/bin/sh\nexec "${process.execPath}" "${programFile('cli')}" "$@"\n`)
    chmodSync(join(bin, 'yiping'), 0o755)
    const overlays = ['/run', '/etc/systemd', '/etc/default'].map((path) => `mount -t tmpfs tmpfs ${path}`)
    const made = 'mkdir -p /run/systemd/system /etc/systemd/system'
    return run('unshare', ['--mount', 'sh', '-ec', [...overlays, made, ...commands].join('\n')], {
      PATH: `${bin}:${process.env.PATH}`,
      DATA_DIR: mkdtempSync(join(folder, 'data-')),
      PORT: '80',
      ADMIN_PASSWORD: '',
    })
  }
  const install = 'yiping service install --account nobody'

  it('writes unit and settings, starts the server, and says so', async () => {
    const { code, out, err } = await machine(
      install,
      'stat -c "%a %n" /etc/default/yiping /etc/systemd/system/yiping.service',
      'cat /etc/default/yiping',
      'stat -c %U "$DATA_DIR"',
    )
    expect(code, err).toBe(0)
    expect(err.split('\n')).toEqual(
      expect.arrayContaining([
        'Written: /etc/systemd/system/yiping.service',
        'Done: systemctl enable yiping.service',
        'Done: systemctl restart yiping.service',
      ]),
    )
    expect(out).toContain('600 /etc/default/yiping\n644 /etc/systemd/system/yiping.service\n')
    expect(out).toContain('PORT="80"\n')
    expect(out).toMatch(/^nobody$/m)
  })

  it('is the same after a second time, and gone after removing, which may be repeated', async () => {
    const { code, out, err } = await machine(
      install,
      'sha256sum /etc/default/yiping /etc/systemd/system/yiping.service >/run/before',
      install,
      'sha256sum --check --quiet /run/before',
      'yiping service remove',
      'ls -A /etc/systemd/system',
      'yiping service remove',
      'ls /etc/default',
    )
    expect(code, err).toBe(0)
    expect(out.trim()).toBe('yiping')
    expect(err).toContain('nothing to remove')
  })

  it.each([
    [
      'a unit of somebody else',
      `echo "[Unit]" >/etc/systemd/system/yiping.service; ${install}`,
      'left alone',
    ],
    ['no account', 'unset SUDO_USER; yiping service install', '--account'],
    ['an account that there is not', 'yiping service install --account nobody-here', 'nobody-here'],
    ['root itself', 'yiping service install --account root', "without root's rights"],
    ['a setting that no server takes', `PORT=none ${install}`, 'PORT'],
    ['no systemd', `rmdir /run/systemd/system; ${install}`, 'does not run systemd'],
    [
      'a system that fails',
      `printf '#!/bin/sh\\necho broken; exit 1' >"$(command -v systemctl)"; ${install}`,
      'broken',
    ],
  ])('refuses %s with a sentence', async (_, command, says) => {
    const { code, err } = await machine(command)
    expect(code).toBeGreaterThan(0)
    expect(err).toContain(says)
    expect(err).not.toMatch(/^ +at /m)
  })
})

describe('the task of Windows', () => {
  const windows = { ...service, settings: { PORT: '80', ADMIN_USERNAME: '100%' } }

  it('runs a script that sets the variables and starts the server', () => {
    expect(scriptText(windows).split('\r\n')).toEqual(
      expect.arrayContaining([
        'set "PORT=80"',
        'set "ADMIN_USERNAME=100%%"',
        expect.stringContaining('"/opt/points of 100%%/server/yiping.mjs" serve >') as string,
      ]),
    )
  })

  it('refuses a setting that would end the line', () => {
    const settings = { PUBLIC_URL: 'a" & del *' }
    expect(() => scriptText({ ...service, settings })).toThrow(/PUBLIC_URL/)
  })

  it('is well-formed, and starts with the machine', () => {
    const xml = taskXml('C:\\村 & 居\\service.cmd')
    const open: string[] = []
    for (const [, close, name = ''] of xml.matchAll(/<(\/?)(\w+)[^<>]*>/g))
      if (close) expect(open.pop()).toBe(name)
      else open.push(name)
    expect(open).toEqual([])
    expect(xml).toContain('<BootTrigger>')
    expect(xml).toContain('<Command>C:\\村 &amp; 居\\service.cmd</Command>')
  })

  it('is made by the steps that its page lists, from a file that schtasks reads', () => {
    const steps = taskSteps(windows)
    const programs = steps.map((step) =>
      'run' in step ? step.run.slice(0, 2).join(' ') : Object.keys(step)[0],
    )
    expect(programs).toEqual([
      'write',
      'write',
      `icacls ${service.root}`,
      `icacls ${service.dataDir}`,
      'cmd /d',
      'schtasks /Create',
      'schtasks /Run',
      'remove',
    ])
    const [, file] = steps
    const content = file && 'write' in file ? (file.content as Buffer) : Buffer.alloc(0)
    expect([...content.subarray(0, 4)]).toEqual([0xff, 0xfe, '<'.charCodeAt(0), 0])
  })
})

it('has no way on other systems, and says so', () => {
  expect(() => serviceKeeper('darwin')).toThrow(/darwin/)
})

it.each(['install', 'remove'])('%s explains itself in both languages', async (word) => {
  for (const [locale, says] of [
    ['en_US.UTF-8', 'Exit codes'],
    ['zh_CN.UTF-8', '退出码'],
  ] as const) {
    const { code, out } = await yiping(['service', word, '--help'], { LC_ALL: locale })
    expect(code).toBe(0)
    expect(out).toContain(`yiping service ${word}`)
    expect(out).toContain(says)
  }
})
