/**
 * The control socket between the command line and a running server. Only the server
 * opens the database, so commands are sent to it over a local socket in the data
 * folder, which only the folder's owner can reach. The server answers with JSON
 * lines: any number of `{"progress": …}`, then `{"result": …}` or `{"refused": …}`.
 */
import { createHash } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { Refused } from '../domain/answers/refused.ts'
import { Malformed } from '../words/fields/malformed.ts'
import { type Language, languages } from '../words/index.ts'
import { commandNames, type CommandServices, runCommand } from './commands/index.ts'
import { errorSentence } from './errorSentence.ts'

/** Longest path a Unix socket can have on every system we support. */
const longestPath = 100

/** What the command line asks of the server; `input` is parsed by the command. */
const request = z.object({
  command: z.enum(commandNames),
  input: z.unknown(),
  /** Of refusals and faults; command lines of earlier builds do not send it. */
  language: z.enum(languages).default('zh-CN'),
})
type Request = z.infer<typeof request>

/** Where the control socket of a data folder is. */
export function controlPath(dataDir: string): string {
  const name = `yiping-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  const inside = join(dataDir, 'control.sock')
  return inside.length <= longestPath ? inside : join(tmpdir(), `${name}.sock`)
}

/** Listens for commands. */
export async function openControl(
  services: CommandServices & { environment: { dataDir: string } },
): Promise<{ close: () => Promise<void> }> {
  const path = controlPath(services.environment.dataDir)
  // This process holds the database, so an existing socket file is stale.
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  const busy = new Set<Socket>()
  let isClosing = false
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    answer(socket, async (line, say) => {
      busy.add(socket)
      await perform(services, line, say)
      busy.delete(socket)
      if (isClosing) socket.destroySoon()
    }).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))
  if (process.platform !== 'win32') chmodSync(path, 0o600)
  return {
    /** Answers the commands in progress, then closes. */
    close: () =>
      new Promise((resolve) => {
        isClosing = true
        for (const socket of sockets) if (!busy.has(socket)) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

type Say = (message: object) => void

async function answer(socket: Socket, run: (line: string, say: Say) => Promise<void>): Promise<void> {
  const say: Say = (message) => socket.write(`${JSON.stringify(message)}\n`)
  for await (const line of createInterface({ input: socket })) await run(line, say)
}

async function perform(services: CommandServices, line: string, say: Say): Promise<void> {
  let language: Language = 'zh-CN'
  try {
    const asked = readRequest(line)
    language = asked.language
    const onProgress = (progress: unknown) => say({ progress })
    say({ result: await runCommand(services, asked.command, asked.input, onProgress, language) })
  } catch (error) {
    say({ refused: errorSentence(language, error) })
  }
}

function readRequest(line: string): Request {
  let message: unknown
  try {
    message = JSON.parse(line)
  } catch {
    throw new Refused('unprocessable', 'malformed-json')
  }
  const parsed = request.safeParse(message, { reportInput: true })
  if (!parsed.success) throw new Malformed(parsed.error.issues)
  return parsed.data
}

/** Whether a server answers on the data folder. */
export async function serverRuns(dataDir: string): Promise<boolean> {
  const socket = await connect(controlPath(dataDir))
  socket?.destroy()
  return socket !== null
}

/**
 * Sends a command to the server that holds the data folder.
 *
 * @returns null when no server runs there
 */
export async function askServer(
  dataDir: string,
  request: Request,
  onProgress: (progress: unknown) => void,
): Promise<{ result: unknown } | { refused: string } | null> {
  const socket = await connect(controlPath(dataDir))
  if (!socket) return null
  socket.write(`${JSON.stringify(request)}\n`)
  try {
    for await (const line of createInterface({ input: socket })) {
      const message = JSON.parse(line) as { progress: unknown } | { result: unknown } | { refused: string }
      if (!('progress' in message)) return message
      onProgress(message.progress)
    }
    return { refused: 'the server stopped before it answered' }
  } finally {
    socket.destroy()
  }
}

async function connect(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}
