/** A task of Windows' Task Scheduler. */
import { join } from 'node:path'
import { databasePlace } from '../../environment.ts'
import { Stopped } from '../../words/terminal.ts'
import type { Service, ServiceKeeper } from './service.ts'
import { succeeds, type Step } from './steps.ts'

const task = 'yiping'
/** The account LocalService, which has few rights and no password. */
const localService = 'S-1-5-19'

/** Ends what runs; a task that does not run is no fault. */
const endTask: Step = { run: ['cmd', '/d', '/c', `schtasks /End /TN ${task} & exit /b 0`] }

export const taskScheduler: ServiceKeeper = {
  about: 'service-about-task',
  install(service, asked) {
    if (asked !== null) throw new Stopped('service-no-account-here')
    refuseWithoutRights()
    return taskSteps(service)
  },
  remove() {
    refuseWithoutRights()
    if (!succeeds('schtasks', '/Query', '/TN', task)) return []
    const script = join(databasePlace(process.env).dataDir, 'service.cmd')
    return [endTask, { run: ['schtasks', '/Delete', '/TN', task, '/F'] }, { remove: script }]
  },
}

/** Writes the script and the task, gives the account its folders, and starts the task. */
export function taskSteps(service: Service): Step[] {
  const script = join(service.dataDir, 'service.cmd')
  const file = join(service.dataDir, 'service.xml')
  const inherited = '(OI)(CI)'
  return [
    { write: script, content: scriptText(service), mode: 0o600 },
    // Byte order mark and UTF-16, the only encoding that schtasks reads everywhere.
    { write: file, content: Buffer.from(`\ufeff${taskXml(script)}`, 'utf16le'), mode: 0o600 },
    { run: ['icacls', service.root, '/grant', `*${localService}:${inherited}RX`] },
    { run: ['icacls', service.dataDir, '/grant', `*${localService}:${inherited}M`] },
    endTask,
    { run: ['schtasks', '/Create', '/TN', task, '/XML', file, '/F'] },
    { run: ['schtasks', '/Run', '/TN', task] },
    { remove: file },
  ]
}

/**
 * The script that the task runs: a task has no variables of its own. What the server prints goes to `service.log`.
 *
 * @throws Stopped for a setting that a script cannot hold
 */
export function scriptText({ node, entry, dataDir, settings }: Service): string {
  const lines = Object.entries(settings).map(([name, value]) => {
    if (/["\r\n]/.test(value)) throw new Stopped('service-odd-setting', { name })
    return `set "${name}=${value.replaceAll('%', '%%')}"`
  })
  const log = join(dataDir, 'service.log').replaceAll('%', '%%')
  const call = [node, entry].map((word) => `"${word.replaceAll('%', '%%')}"`).join(' ')
  return [
    '@echo off',
    'rem Written by "yiping service install".',
    'chcp 65001 >nul',
    ...lines,
    `if exist "${log}" move /y "${log}" "${log}.old" >nul`,
    `${call} serve >"${log}" 2>&1`,
    '',
  ].join('\r\n')
}

/** The task: at the start of the machine, for ever, on battery too; started again a minute after it ends. */
export function taskXml(script: string): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>yiping-gongshi, a village's points on one screen</Description>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger>
      <Enabled>true</Enabled>
    </BootTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>${localService}</UserId>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${escaped(script)}</Command>
    </Exec>
  </Actions>
</Task>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Only a session with an administrator's rights may ask this. */
function refuseWithoutRights(): void {
  if (!succeeds('net', 'session')) throw new Stopped('service-needs-administrator')
}
