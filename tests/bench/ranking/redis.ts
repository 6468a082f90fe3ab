/** A real Redis of its own, and a client that sends several commands in one round trip. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../support/process.ts'

export type Fsync = 'everysec' | 'always'

export interface Redis {
  /** Sends commands together, and waits for all answers. @throws for an error among them */
  send: (commands: (string | number)[][]) => Promise<string>
  close: () => Promise<void>
}

/** Whether this machine has a redis-server. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

/** Starts a server that appends every write to its file, synced as `fsync` says. */
export async function startRedis(fsync: Fsync): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-redis-'))
  const port = await freePort()
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'yes', appendfsync: fsync }
  const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const child = spawn('redis-server', words, { stdio: 'ignore' })
  const socket = await connected(port, child)
  socket.setNoDelay(true)
  return {
    send: (commands) => roundTrip(socket, commands),
    close: async () => {
      socket.destroy()
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function connected(port: number, child: ChildProcess): Promise<Socket> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    if (isOpen) return socket
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function roundTrip(socket: Socket, commands: (string | number)[][]): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const read = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      const { count, error } = answersIn(text)
      if (count < commands.length) return
      socket.off('data', read)
      if (error === null) resolve(text)
      else reject(new Error(`redis answered ${error}`))
    }
    socket.on('data', read)
    socket.write(commands.map(encoded).join(''))
  })
}

function encoded(words: (string | number)[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`
}

/** How many whole answers stand in the text (RESP 2; flat arrays), and the first error among them. */
function answersIn(text: string): { count: number; error: string | null } {
  let at = 0
  let count = 0
  let inArray = 0
  let error: string | null = null
  for (;;) {
    const end = text.indexOf('\r\n', at)
    if (end < 0) return { count, error }
    const [kind, rest] = [text[at], text.slice(at + 1, end)]
    at = end + 2
    if (kind === '-') error ??= rest
    if (kind === '*') {
      inArray = Number(rest)
      if (inArray > 0) continue
    } else if (kind === '$' && rest !== '-1') {
      at += Number(rest) + 2
      if (at > text.length) return { count, error }
    }
    if (inArray > 0) inArray -= 1
    if (inArray === 0) count += 1
  }
}
