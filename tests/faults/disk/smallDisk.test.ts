/** A real file system that fills up under a server: every kind of write, then room again. */
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { Board } from '../../../server/domain/board/board.ts'
import { upload } from '../../support/api/readImport.ts'
import {
  type Answer,
  Caller,
  day,
  makeUser,
  makeVillage,
  password,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'
import { canMount, type SmallDisk, smallDisk } from '../../support/smallDisk.ts'
import { yiping } from '../../support/yiping.ts'

const imports = '/api/villages/one/imports'
const postings = '/api/villages/one/postings'
const full = { status: 507, body: { code: 'disk-full', detail: expect.stringContaining('磁盘') as string } }

describe.skipIf(!canMount)('on a full disk', () => {
  let disk: SmallDisk
  let server: TestServer
  let admin: Caller
  let score: () => { id: string; door: string; rule: number; occurredOn: string; note: string }

  beforeEach(async () => {
    disk = smallDisk(12)
    const dataDir = join(disk.folder, 'data')
    server = await startTestServer({ dataDir })
    onTestFinished(() => server.stop())
    await makeVillage(server, 'one')
    admin = await signedIn(server, 'admin', null)
    const rule = await ruleId(admin, 'one', '应急值守')
    score = () => ({ id: randomUUID(), door: '1001', rule, occurredOn: day, note: '示范'.repeat(90) })
  })

  /** Until the log, which has some room of its own, can take no more. */
  async function fillUp(): Promise<{ acknowledged: number; refused: ReturnType<typeof score> }> {
    disk.fill()
    for (let acknowledged = 0; ; acknowledged += 1) {
      const refused = score()
      const { status } = await admin.post(postings, refused)
      if (status === 201) continue
      expect(status).toBe(507)
      return { acknowledged, refused }
    }
  }

  const board = async () => (await admin.get('/api/villages/one/board')).body as Board

  async function workbook(note: string): Promise<Buffer> {
    const rows = Array.from({ length: 60 }, (_, line) => [day, 1001 + (line % 12), `${note}${line}`, 5, null])
    return writeExcelFile([['日期', '门牌号', '事项', '加分', '扣分'], ...rows], { sheet: '台账' }).toBuffer()
  }

  const preview = (bytes: Buffer) => upload(admin, `${imports}?filename=book.xlsx`, bytes)

  it('a score is refused with 507, nothing acknowledged is lost, and all is well by itself with room', async () => {
    const { acknowledged, refused } = await fillUp()
    expect(await admin.post(postings, score())).toMatchObject(full)
    expect((await admin.get('/readyz')).status).toBe(503)
    expect((await board()).seq).toBe(acknowledged)

    disk.empty()
    expect((await admin.get('/readyz')).status).toBe(200)
    expect((await admin.post(postings, refused)).status).toBe(201)
    expect((await admin.get('/api/villages/one/verify')).body).toMatchObject({
      holds: true,
      seq: acknowledged + 1,
    })
  })

  it('an import is refused with a sentence before and after its preview, whole', async () => {
    const waiting = await preview(await workbook('示范事项'))
    expect(waiting.state).toBe('preview')
    const { acknowledged } = await fillUp()

    const confirm = () => admin.post(`${imports}/${waiting.id}/confirm`, { skipProblems: true })
    expect(await confirm()).toMatchObject(full)
    expect((await board()).seq).toBe(acknowledged)
    expect(await preview(await workbook('另一事项'))).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('磁盘') as string,
    })
    // The file of the preview that waits, and nothing of the other.
    expect(readdirSync(join(server.dataDir, 'imports'))).toEqual([waiting.id])

    disk.empty()
    expect((await confirm()).body).toMatchObject({ state: 'done' })
    expect((await board()).seq).toBe(acknowledged + waiting.importableRows)
  })

  it('a photo is refused with 507, and is taken with room', async () => {
    await fillUp()
    const noise = {
      create: { width: 640, height: 480, channels: 3, noise: { type: 'gaussian', sigma: 80 } },
    } as const
    const photo = await sharp({ ...noise, create: { ...noise.create, background: '#115c45' } } as never)
      .jpeg()
      .toBuffer()
    const path = `/api/villages/one/photos/${randomUUID()}?door=1001`
    const send = () => admin.call('POST', path, photo, { 'content-type': 'image/jpeg' })
    expect(await send()).toMatchObject(full)
    disk.empty()
    expect((await send()).status).toBe(201)
  })

  it('nobody new signs in, and those signed in go on reading, also when their session is renewed', async () => {
    const username = await makeUser(server, 'clerk', 'one')
    // Due for a new token.
    await server.services.store.write('installation', async (store) =>
      store.run('UPDATE sessions SET rotated_at = 0'),
    )
    await fillUp()
    const stranger = new Caller(server.url)
    expect(await stranger.post('/api/session', { username, password })).toMatchObject(full)
    expect((await stranger.get('/api/session')).body).toMatchObject({ session: null })

    expect((await admin.get('/api/villages/one/households')).status).toBe(200)
    disk.empty()
    expect((await stranger.post('/api/session', { username, password })).status).toBe(201)
  })

  it('a backup is refused, no half file is left, and the earlier ones stay', async () => {
    const make = (): Promise<Answer> => admin.call('POST', '/api/backups')
    expect((await make()).status).toBe(201)
    const files = () =>
      readdirSync(server.dataDir, { recursive: true }).filter((name) => /backups|temp/.test(String(name)))
    const before = files()
    await fillUp()
    expect(await make()).toMatchObject(full)
    const cli = await yiping(['backup', join(disk.folder, 'copy.sqlite')], {
      LC_ALL: 'zh_CN.UTF-8',
      DATA_DIR: server.dataDir,
    })
    expect([cli.code, cli.err.trim()]).toEqual([1, expect.stringMatching(/^[^\n]*磁盘[^\n]*$/)])
    expect(files()).toEqual(before)
    expect(readdirSync(disk.folder).sort()).toEqual(['data', 'filler'])
    // Room for the copy, and none to check it.
    disk.leave(Number(server.services.store.pragma('page_count')) * 4096)
    expect(await make()).toMatchObject(full)
    expect(files()).toEqual(before)
    disk.empty()
    expect((await make()).status).toBe(201)
  })

  it('a server starts, says that it is not ready, and gives the board', async () => {
    const { acknowledged } = await fillUp()
    await server.stop()
    disk.fill()
    server = await startTestServer({ dataDir: server.dataDir })
    const visitor = new Caller(server.url)
    expect((await visitor.get('/api/villages/one/board')).body).toMatchObject({ seq: acknowledged })
    expect((await visitor.get('/readyz')).status).toBe(503)
    disk.empty()
    expect((await visitor.get('/readyz')).status).toBe(200)
  })
})
