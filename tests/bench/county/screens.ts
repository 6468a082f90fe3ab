/** Screens of the whole county, in processes beside this one. */
import { type ChildProcess, spawn } from 'node:child_process'

export const usualScreens = 2_000
/** More in one process would measure the clients. */
const screensAProcess = 1_000
/** The last board comes no later than this, ms; a screen without one then never gets it. */
const patienceMs = 180_000

export interface Boards {
  /** How long each screen waited for its board, ms. */
  times: number[]
  /** How often a screen had to connect again before it had one. */
  retried: number
}

export interface Screens {
  /** All connect now. @throws when one waits too long */
  connect: () => Promise<Boards>
  close: () => void
}

/** Prepares screens; they go round the villages. @param urls of the servers, which have a share each */
export async function prepareScreens(
  urls: readonly string[],
  screens: number,
  villages: number,
): Promise<Screens> {
  const processes = urls.flatMap((url, index) => {
    const shareOf = (server: number) => Math.floor((screens * server) / urls.length)
    return spawnScreens(url, shareOf(index), shareOf(index + 1), villages)
  })
  const close = () => processes.forEach((one) => one.kill('SIGKILL'))
  try {
    await Promise.all(processes.map(prepared))
  } catch (error) {
    close()
    throw error
  }
  return { connect: () => connect(processes, screens), close }
}

/** Processes with the screens from one number to before another. */
function spawnScreens(url: string, from: number, to: number, villages: number): ChildProcess[] {
  const processes: ChildProcess[] = []
  for (let first = from; first < to; first += screensAProcess) {
    const count = Math.min(screensAProcess, to - first)
    const program = ['--import', 'tsx', 'tests/bench/county/screensProcess.ts']
    processes.push(
      spawn(process.execPath, [...program, ...[url, first, count, villages].map(String)], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    )
  }
  return processes
}

function prepared(one: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    one.once('message', () => resolve())
    one.once('exit', (code) => reject(new Error(`screens ended with ${code}`)))
  })
}

async function connect(processes: ChildProcess[], screens: number): Promise<Boards> {
  const boards: Boards = { times: [], retried: 0 }
  const { times } = boards
  let timer: NodeJS.Timeout | undefined
  const start = performance.timeOrigin + performance.now()
  try {
    await new Promise<void>((resolve, reject) => {
      const missing = () => reject(new Error(`${screens - times.length} of ${screens} screens have no board`))
      timer = setTimeout(missing, patienceMs)
      for (const one of processes) {
        one.on('message', (message) => {
          const { boardAt, retried } = message as { boardAt: number; retried: number }
          times.push(boardAt - start)
          boards.retried += retried
          if (times.length === screens) resolve()
        })
        one.once('exit', missing)
        one.send('go')
      }
    })
    return boards
  } finally {
    clearTimeout(timer)
  }
}
