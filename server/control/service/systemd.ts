/** A unit of systemd. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { Stopped } from '../../words/terminal.ts'
import type { Service, ServiceKeeper } from './service.ts'
import { succeeds } from './steps.ts'

const unitFile = '/etc/systemd/system/yiping.service'
/** Readable by root alone: the settings may hold a password of the database. */
const settingsFile = '/etc/default/yiping'
/** Tells our unit from one that somebody wrote by hand. */
const mark = '# Written by "yiping service install".'

export const systemd: ServiceKeeper = {
  about: 'service-about-systemd',
  install(service, asked) {
    refuseWithoutRights()
    const account = existingAccount(asked ?? process.env.SUDO_USER ?? null)
    if (existsSync(unitFile) && !isOurs()) throw new Stopped('service-foreign', { file: unitFile })
    const before = existsSync(settingsFile) ? readFileSync(settingsFile, 'utf8') : ''
    return [
      { write: settingsFile, content: settingsText(before, service.settings), mode: 0o600 },
      { write: unitFile, content: unitText(service, account), mode: 0o644 },
      { run: ['install', '-d', '-m', '700', '-o', account, service.dataDir] },
      { run: ['systemctl', 'daemon-reload'] },
      { run: ['systemctl', 'enable', 'yiping.service'] },
      { run: ['systemctl', 'restart', 'yiping.service'] },
    ]
  },
  remove() {
    refuseWithoutRights()
    if (!existsSync(unitFile)) return []
    if (!isOurs()) throw new Stopped('service-foreign', { file: unitFile })
    return [
      { run: ['systemctl', 'disable', '--now', 'yiping.service'] },
      { remove: unitFile },
      { run: ['systemctl', 'daemon-reload'] },
    ]
  },
}

/** The unit: it waits for the network, and starts the server again whenever it ends. */
export function unitText({ node, entry, root }: Service, account: string): string {
  return `${mark}
[Unit]
Description=yiping-gongshi, a village's points on one screen
Wants=network-online.target
After=network-online.target postgresql.service

[Service]
User=${account}
WorkingDirectory=${root.replaceAll('%', '%%')}
EnvironmentFile=${settingsFile}
ExecStart=${quoted(node)} ${quoted(entry)} serve
Restart=always
RestartSec=2
TimeoutStopSec=15
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=full

[Install]
WantedBy=multi-user.target
`
}

/** A word of ExecStart, in which systemd sees nothing but its characters. */
function quoted(word: string): string {
  return `"${word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$')}"`
}

/** The settings file: given variables replace those of the same name, other lines stay. */
export function settingsText(before: string, settings: Readonly<Record<string, string>>): string {
  const kept = before
    .split('\n')
    .filter((line) => line !== '' && !Object.keys(settings).includes(/^\w+(?==)/.exec(line)?.[0] ?? ''))
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name}="${value.replace(/[\\"$`]/g, '\\$&')}"`,
  )
  return [...kept, ...lines, ''].join('\n')
}

function isOurs(): boolean {
  return readFileSync(unitFile, 'utf8').startsWith(mark)
}

function refuseWithoutRights(): void {
  if (!existsSync('/run/systemd/system')) throw new Stopped('service-no-systemd')
  if (process.getuid?.() !== 0) throw new Stopped('service-needs-root')
}

/** The server needs no rights of root, and gets none. */
function existingAccount(account: string | null): string {
  if (account === null || account === 'root') throw new Stopped('service-no-account')
  if (!/^[\w.@-]+$/.test(account) || !succeeds('id', '-u', account))
    throw new Stopped('service-unknown-account', { account })
  if (execFileSync('id', ['-u', account], { encoding: 'utf8' }).trim() === '0')
    throw new Stopped('service-no-account')
  return account
}
