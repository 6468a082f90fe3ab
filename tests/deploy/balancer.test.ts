/** Two servers on one PostgreSQL behind the very nginx.conf of server/deploy, where nginx is installed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { LiveClientEvents, LiveServerEvents } from '../../server/contract/live/live.ts'
import { type EmbeddedServer, startEmbedded } from '../support/db/embeddedServer.ts'
import { newPostgresDatabase } from '../support/db/engine.ts'
import { freePort } from '../support/process.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../support/server.ts'

const hasNginx = ((): boolean => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    process.stderr.write('nginx is not installed here: the test of its configuration is skipped.\n')
    return false
  }
})()

/** So many that nobody draws the same server for all of them. */
const manyClients = 24

describe.skipIf(!hasNginx)('behind nginx', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiping-balancer-'))
  const sockets: Socket[] = []
  let postgres: EmbeddedServer
  let servers: [TestServer, TestServer]
  let nginx: ChildProcess
  let url: string
  let clerk: Caller
  let rule: number

  beforeAll(async () => {
    postgres = await startEmbedded()
    const databaseUrl = await newPostgresDatabase(postgres.url, () => {}, 'template0')
    const environment = { databaseUrl, publicUrl: 'http://points.example' }
    servers = [await startTestServer({ environment }), await startTestServer({ environment })]
    await makeVillage(servers[0], 'one')
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    nginx = startNginx(folder, port, servers)
    await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200), 20_000)
    clerk = await signedIn({ ...servers[0], url }, 'clerk', 'one')
    rule = await ruleId(clerk, 'one', '应急值守')
  })
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect()
    nginx.kill()
    await servers[1].close()
    await servers[0].close()
    await postgres.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  function wall(transport: 'polling' | 'websocket'): { seq: number; reconnects: number } {
    const shown = { seq: -1, reconnects: -1 }
    const screen: Socket<LiveServerEvents, LiveClientEvents> = io(`${url}/live`, {
      auth: { village: 'one' },
      transports: [transport],
      // Keeps cookies, as a browser does.
      withCredentials: true,
      forceNew: true,
    })
    sockets.push(screen as unknown as Socket)
    screen.on('connect', () => (shown.reconnects += 1))
    screen.on('board', (message) => (shown.seq = 'board' in message ? message.board.seq : message.seq))
    screen.on('posting', (event) => (shown.seq = event.seq))
    return shown
  }

  const enter = (id: string) =>
    clerk.post('/api/villages/one/postings', { id, door: '1001', rule, occurredOn: day })
  const liveOn = ({ services }: TestServer) =>
    [...services.screens.lists.countLive().values()].reduce((a, b) => a + b, 0)

  it('clients that poll find their own server again, and both serve some', async () => {
    const clients = Array.from({ length: manyClients }, () => wall('polling'))
    await expect.poll(() => clients.every(({ seq }) => seq >= 0)).toBe(true)
    const { body } = await enter(randomUUID())
    const { seq } = body as { seq: number }
    await expect.poll(() => clients.map((client) => client.seq)).toEqual(clients.map(() => seq))
    expect(clients.map(({ reconnects }) => reconnects)).toEqual(clients.map(() => 0))
    const live = servers.map((server) => liveOn(server))
    expect(Math.min(...live)).toBeGreaterThan(0)
  })

  it('walls and staff go on when one server stops', async () => {
    const walls = Array.from({ length: 4 }, () => wall('websocket'))
    await expect.poll(() => walls.every(({ seq }) => seq >= 0)).toBe(true)
    await servers[0].stop()
    const { status, body } = await enter(randomUUID())
    expect(status).toBe(201)
    const { seq } = body as { seq: number }
    await expect.poll(() => walls.map((one) => one.seq)).toEqual(walls.map(() => seq))
  })
})

/** Runs nginx with the configuration as it is, but for the places of the servers and its own port. */
function startNginx(folder: string, port: number, servers: readonly TestServer[]): ChildProcess {
  let text = readFileSync('server/deploy/nginx.conf', 'utf8').replace(
    'listen 80;',
    `listen 127.0.0.1:${port};`,
  )
  servers.forEach((server, index) => {
    text = text.replace(`server${index + 1}:8080`, new URL(server.url).host)
  })
  writeFileSync(join(folder, 'default.conf'), text)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ')
  const main = join(folder, 'nginx.conf')
  const user = process.getuid?.() === 0 ? 'user root; ' : ''
  writeFileSync(
    main,
    `${user}pid ${folder}/pid; error_log stderr error; events {}
     http { access_log off; ${paths} include ${folder}/default.conf; }`,
  )
  return spawn('nginx', ['-c', main, '-p', folder, '-g', 'daemon off;'], { stdio: 'ignore' })
}
