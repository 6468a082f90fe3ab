/** The server's process: reads the environment, starts, prints where it is, stops on a signal. */
import { fileURLToPath } from 'node:url'
import { CannotOpen } from '../db/store/sqlite/open.ts'
import { type Environment, readEnvironment, WrongSetting } from './environment.ts'
import { createLog } from './log.ts'
import { builtPages, NotBuilt, type Pages } from './pages/serve.ts'
import { type RunningServer, startServer } from './serve.ts'
import { withLastBackup } from './upkeep/lastBackup.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** A stop that takes longer than this is cut short, ms. */
const stopWithinMs = 10_000

async function main(): Promise<void> {
  const extra = process.argv.slice(2).find((word) => word !== 'serve' && word !== '--dev')
  if (extra !== undefined)
    throw new WrongSetting(extra, 'yiping serve takes its settings from the environment, such as PORT=8080.')
  const environment = readEnvironment(process.env)
  const log = createLog(environment.logLevel)
  const server = await startServer(environment, log, await choosePages())
  announce(server, environment)
  let isStopping = false
  // Ctrl-C under npm comes twice: from the terminal and from npm.
  const stop = () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    void server.close().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

async function choosePages(): Promise<Pages> {
  if (!process.argv.includes('--dev')) return builtPages(`${root}dist`)
  const { developmentPages } = await import('./pages/dev.ts')
  return developmentPages(root)
}

function announce({ url, lanUrls, setupCode }: RunningServer, { publicUrl, dataDir }: Environment): void {
  const outside = publicUrl ?? lanUrls[0] ?? url
  const lines = [
    '',
    '一屏公示 is running.',
    `  wall    屏幕   ${url}/`,
    ...lanUrls.map((lan) => `                 ${lan}/`),
    `  panel   后台   ${outside}/admin/`,
    `  phones  手机   ${outside}/`,
    `  data    数据   ${dataDir}`,
    ...(setupCode
      ? [`  set-up code 初始化码   ${setupCode}   (for the first administrator, at /admin/)`]
      : []),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

main().catch((error: unknown) => {
  const known = error instanceof CannotOpen || error instanceof WrongSetting || error instanceof NotBuilt
  process.stderr.write(
    `${known ? withLastBackup(error, process.env) : ((error as Error).stack ?? String(error))}\n`,
  )
  process.exit(error instanceof WrongSetting ? 2 : 1)
})
