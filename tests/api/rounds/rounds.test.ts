/** Check sheets, grids and rounds over the API: opened, visited, closed by two at once, and exported. */
import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonView } from '../../../server/contract/people/people.ts'
import type {
  CheckSheetView,
  RoundEntry,
  RoundForeseenView,
  RoundView,
} from '../../../server/contract/rounds/rounds.ts'
import type { VillageView } from '../../../server/contract/villages/villages.ts'
import type { Board } from '../../../server/domain/board/board.ts'
import { localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import { yardSheet } from '../../../server/domain/rules/readySheets.ts'
import {
  type Caller,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
const today = localDateAt(Date.now(), 'Asia/Shanghai')
let server: TestServer
let secretary: Caller
let inspector: Caller
let rule: number

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  secretary = await signedIn(server, 'admin', 'one')
  inspector = await signedIn(server, 'inspector', 'one')
  rule = await ruleId(secretary, 'one', '庭院月检')
})
afterAll(() => server.close())

async function open(more: object = {}): Promise<RoundView> {
  const sheet = await secretary.post(`${village}/check-sheets`, { id: randomUUID(), rule, ...yardSheet })
  expect(sheet.status).toBe(201)
  const body = {
    id: randomUUID(),
    month: monthOf(today),
    name: '示范检查',
    sheet: (sheet.body as CheckSheetView).id,
    outcome: 'postings',
    ...more,
  }
  const first = await secretary.post(`${village}/rounds`, body)
  expect(first.status).toBe(201)
  const again = await secretary.post(`${village}/rounds`, body)
  expect([again.status, again.body]).toEqual([200, first.body])
  return first.body as RoundView
}

async function visit(round: number, door: string, found: string[] = []): Promise<void> {
  const body = { id: randomUUID(), door, found, photos: [], visitedOn: today }
  expect((await inspector.post(`${village}/rounds/${round}/visits`, body)).status).toBe(201)
}

const read = async (round: number) => (await secretary.get(`${village}/rounds/${round}`)).body as RoundView

describe('a round', () => {
  it('is shown on the wall’s board while it is open, and left off where the village wants it so', async () => {
    const shown = async () => ((await secretary.get(`${village}/board`)).body as Board).round
    const { id } = await open({ name: '上大屏的检查' })
    expect(await shown()).toMatchObject({ name: '上大屏的检查', visited: 0, total: 12 })
    await visit(id, '1001')
    await expect.poll(async () => (await shown())?.visited).toBe(1)
    const { status } = await secretary.call('PATCH', `${village}/rounds/${id}`, { onWall: false })
    expect([status, await shown()]).toEqual([200, null])
  })

  it('is closed once by two at the same moment, and each door counts once', async () => {
    const { id, inspectors } = await open()
    expect(inspectors).toMatchObject([{ visited: 0, total: 12, own: 0 }])
    for (const door of ['1001', '1002', '1003']) await visit(id, door, door === '1002' ? ['green'] : [])
    const { body } = await secretary.get(`${village}/rounds/${id}/closing`)
    const { visits, left, ...foreseen } = body as RoundForeseenView
    expect(foreseen).toMatchObject({ scored: 3, waits: 0, points: 285, refused: [], hindrance: null })
    expect([visits, left.length]).toEqual([3, 9])
    const close = () => secretary.post(`${village}/rounds/${id}/closing`, { id: randomUUID(), visits })
    const answers = await Promise.all([close(), close()])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201])
    expect(answers.map(({ body: one }) => (one as { closedBefore: boolean }).closedBefore).sort()).toEqual([
      false,
      true,
    ])
    const { doors, state, closedBy } = await read(id)
    expect([state, closedBy === null]).toEqual(['closed', false])
    expect(doors.filter(({ result }) => result?.state === 'posted')).toHaveLength(3)
    const { items } = (await secretary.get(`${village}/rounds`)).body as { items: RoundEntry[] }
    expect(items.find((one) => one.id === id)).toMatchObject({ visited: 3, total: 12 })
    expect((await secretary.get(`${village}/verify`)).body).toMatchObject({ holds: true, seq: 3 })
    const board = (await secretary.get(`${village}/board`)).body as Board
    expect(board.yards?.households.map(({ door, points }) => [door, points])).toEqual([
      ['1001', 100],
      ['1003', 100],
      ['1002', 85],
    ])
  })

  it('takes its inspectors from the grids, and a workbook of it names every door', async () => {
    const people = (await secretary.get(`${village}/people`)).body as { items: PersonView[] }
    const worker = people.items.find(({ roles }) => roles.includes('inspector'))!
    const { groups } = (await secretary.get(village)).body as VillageView
    const grid = [groups[0]!.id]
    expect((await secretary.call('PATCH', `${village}/people/${worker.id}`, { grid })).status).toBe(204)
    const strange = await secretary.call('PATCH', `${village}/people/${worker.id}`, { grid: [0] })
    expect(strange.status).toBe(422)
    const { id, inspectors } = await open()
    expect(inspectors).toMatchObject([{ person: worker.id, groups: grid, total: 6 }])
    await visit(id, '1001')
    const { store } = server.services
    const results = async (query = '') => {
      const response = await fetch(`${server.url}${village}/rounds/${id}/results.xlsx${query}`, {
        headers: { cookie: secretary.cookie ?? '' },
      })
      const [sheet] = await readXlsxFile(Buffer.from(await response.arrayBuffer()))
      return sheet?.data ?? []
    }
    expect(await results()).toHaveLength(13)
    expect((await results()).flat()).toContain('已检查')
    // By the filters of the page.
    expect((await results('?kind=visited')).map((row) => row[1]).slice(1)).toEqual(['1001'])
    expect(await results('?kind=left')).toHaveLength(12)
    expect((await results('?q=1002&order=points')).map((row) => row[1]).slice(1)).toEqual(['1002'])
    expect(await results(`?group=${groups[1]!.id}`)).toHaveLength(7)
    expect(await store.first(`SELECT count(*) AS n FROM audit WHERE action = 'user.grid-changed'`)).toEqual({
      n: 1,
    })
  })
})

describe('what may be scored at the doors', () => {
  it('is set with the village, for rules that it has', async () => {
    const patch = (doorstep: object) => secretary.call('PATCH', village, { doorstep })
    expect((await patch({ dailyDoors: 60, rules: [rule] })).body).toMatchObject({
      doorstep: { dailyDoors: 60, rules: [rule] },
    })
    expect((await patch({ dailyDoors: 60, rules: [0] })).status).toBe(404)
  })
})
