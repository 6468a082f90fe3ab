/** The server's process: reads the environment, starts, prints where it is, stops on a signal. */
import { setFlagsFromString } from 'node:v8'
import { CannotOpen } from '../db/store/cannotOpen.ts'
import { pagesFolder, root } from './builtFiles.ts'
import { WrongUse } from './control/cli/command.ts'
import { startSentence } from './control/startSentence.ts'
import { type Environment, readEnvironment } from './environment.ts'
import { createLog } from './log.ts'
import { builtPages, type Pages } from './pages/serve.ts'
import { type RunningServer, startServer } from './serve.ts'
import { fileFault } from './words/fileFault.ts'
import { Stopped, terminalLanguage, terminalSentence } from './words/terminal.ts'

const language = terminalLanguage(process.env)
/** A stop that takes longer than this is cut short, ms. */
const stopWithinMs = 10_000

/**
 * The heap grows by so much of what is in use, percent, before all of it is searched for garbage. V8 lets it grow to
 * several times: 2,000 screens of 300 villages then take a fifth more memory.
 */
const heapGrowth = 30

async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowth}`)
  const extra = process.argv.slice(2).find((word) => word !== 'serve' && word !== '--dev')
  if (extra !== undefined) throw new WrongUse('serve-takes-none', { word: extra })
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
  if (!process.argv.includes('--dev')) return builtPages(pagesFolder)
  const { developmentPages } = await import('./pages/dev.ts')
  return developmentPages(root)
}

function announce({ url, lanUrls, setupCode, services }: RunningServer, { publicUrl }: Environment): void {
  const outside = publicUrl ?? lanUrls[0] ?? url
  const say = (code: string) => terminalSentence(language, code)
  const lines: [string, string][] = [
    [say('running-wall'), `${url}/`],
    ...lanUrls.map((lan): [string, string] => ['', `${lan}/`]),
    [say('running-panel'), `${outside}/admin/`],
    [say('running-phones'), `${outside}/`],
    [say('running-data'), services.store.place],
    ...(setupCode ? [[say('running-code'), setupCode] as [string, string]] : []),
  ]
  const text = lines.map(([what, where]) => `  ${what.padEnd(6)}  ${where}`)
  process.stdout.write(['', say('running'), ...text, '', ''].join('\n'))
}

main().catch((error: unknown) => {
  const isExpected = error instanceof CannotOpen || error instanceof Stopped || fileFault(error) !== null
  process.stderr.write(
    `${isExpected ? startSentence(language, error, process.env) : ((error as Error).stack ?? String(error))}\n`,
  )
  process.exit(error instanceof Stopped ? error.exitCode : 1)
})
