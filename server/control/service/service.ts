/** Makes the server start with the machine. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../../builtFiles.ts'
import { readEnvironment, settingNames } from '../../environment.ts'
import { Stopped } from '../../words/terminal.ts'
import type { Step } from './steps.ts'
import { systemd } from './systemd.ts'
import { taskScheduler } from './taskScheduler.ts'

/** What is started, and with which settings. */
export interface Service {
  /** Node's own program. */
  node: string
  /** The command `yiping`. */
  entry: string
  /** The project's folder. */
  root: string
  dataDir: string
  /** Variables that are set now, by name; DATA_DIR always. */
  settings: Readonly<Record<string, string>>
}

/** How a system starts services. */
export interface ServiceKeeper {
  /**
   * @param account that runs the server; null: the system's choice
   * @throws Stopped where the caller may not install, or something else has the name
   */
  install(service: Service, account: string | null): Step[]
  /** @returns nothing to do where nothing is installed */
  remove(): Step[]
  /** Code of the sentence that says how to look after it. */
  readonly about: string
}

/** @throws Stopped on a system that has neither systemd nor the Task Scheduler */
export function serviceKeeper(platform: NodeJS.Platform = process.platform): ServiceKeeper {
  if (platform === 'linux') return systemd
  if (platform === 'win32') return taskScheduler
  throw new Stopped('service-unsupported', { platform })
}

/**
 * The service as this command was called, with absolute paths.
 *
 * @throws WrongSetting for a variable that the server would refuse
 */
export function describeService(env: NodeJS.ProcessEnv): Service {
  const { dataDir, tls } = readEnvironment(env)
  mkdirSync(dirname(dataDir), { recursive: true })
  const given = settingNames.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []))
  const files = tls ? { TLS_CERT: tls.cert, TLS_KEY: tls.key } : {}
  const settings = { ...Object.fromEntries(given), ...files, DATA_DIR: dataDir }
  return { node: process.execPath, entry: join(root, 'server/yiping.mjs'), root, dataDir, settings }
}
