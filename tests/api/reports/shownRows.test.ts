/** A list that is searched and sorted in the page: its workbook has the rows on the screen, in their order. */
import { randomUUID } from 'node:crypto'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GoodsView, RedemptionView } from '../../../server/contract/redemption/redemption.ts'
import { localTimeAt } from '../../../server/domain/calendar/calendar.ts'
import {
  type Caller,
  day,
  makeVillage,
  ruleId,
  signedIn,
  startTestServer,
  type TestServer,
  year,
} from '../../support/server.ts'

const village = '/api/villages/one'
const names = ['示范甲', '示范乙', '示范丙']
let server: TestServer
let admin: Caller
let seqs: number[] = []

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one', 3)
  admin = await signedIn(server, 'admin', null)
  const rule = await ruleId(admin, 'one', '应急值守')
  await admin.post(`${village}/postings`, { id: randomUUID(), door: '1001', rule, occurredOn: day })
  for (const name of names) {
    const notice = { title: name, text: '示范', startsOn: day, endsOn: `${year}-12-31` }
    await admin.post(`${village}/notices`, notice)
    const goods = { name, points: 5, valueCents: null, householdLimit: null, isCounted: false }
    const { body } = await admin.post(`${village}/goods`, { id: randomUUID(), ...goods })
    const lines = [{ goods: (body as GoodsView).id, amount: 1 }]
    const handed = await admin.post(`${village}/redemptions`, { id: randomUUID(), door: '1001', lines })
    seqs = [...seqs, ...(handed.body as RedemptionView).lines.map(({ seq }) => seq)]
  }
})
afterAll(() => server.close())

async function sheets(path: string) {
  const response = await fetch(`${server.url}${path}`, { headers: { cookie: admin.cookie ?? '' } })
  expect(response.status).toBe(200)
  return readXlsxFile(Buffer.from(await response.arrayBuffer()))
}

describe('the workbook of', () => {
  it.each([
    ['notices', 0],
    ['goods', 0],
  ])('%s has those that the page shows, in its order', async (list, column) => {
    const { body } = await admin.get(`${village}/${list}`)
    const items = (body as { items: { id: number; title?: string; name?: string }[] }).items
    const idOf = (name: string | undefined) => items.find((one) => (one.title ?? one.name) === name)?.id
    const path = `${village}/exports/${list}.xlsx`
    const [shown] = await sheets(`${path}?ids=${idOf(names[2])},${idOf(names[0])}`)
    expect(shown?.data.slice(1).map((row) => row[column])).toEqual([names[2], names[0]])
    const [none] = await sheets(`${path}?ids=0`)
    expect(none?.data).toHaveLength(1)
    const [all] = await sheets(path)
    expect(all?.data).toHaveLength(4)
  })

  it('redemptions has the lines that a search leaves, without sums of other days', async () => {
    const path = `${village}/exports/redemptions.xlsx?from=${year}-01-01&to=${year}-12-31`
    const found = await sheets(`${path}&ids=${seqs[1]}`)
    expect(found.map(({ data }) => data.slice(1).map((row) => row[4]))).toEqual([[names[1]]])
    expect(await sheets(path)).toHaveLength(3)
  })

  it.each(['publications', 'screens', 'rounds', 'activities', 'mendings', 'imports'])(
    '%s takes the ids of rows',
    async (list) => {
      const [none] = await sheets(`${village}/exports/${list}.xlsx?ids=0`)
      expect(none?.data).toHaveLength(1)
      expect((await admin.get(`${village}/exports/${list}.xlsx?ids=all`)).status).toBe(400)
    },
  )

  it('activities and of what is to be put right say what is planned and due', async () => {
    const rule = await ruleId(admin, 'one', '应急值守')
    const planned = await admin.post(`${village}/activities`, {
      ...{
        id: randomUUID(),
        name: '示范活动',
        venue: '示范广场',
        heldOn: day,
        starts: '09:00',
        ends: '11:00',
      },
      ...{ rule, points: null, units: null, counts: 'household', room: null, groups: [] },
      ...{ byCode: true, wall: 'off' },
    })
    expect(planned.status).toBe(201)
    const [activities] = await sheets(`${village}/exports/activities.xlsx`)
    expect(activities?.data[1]).toEqual([
      ...['示范活动', new Date(`${day}T00:00:00Z`), '09:00', '11:00', '示范广场', '应急值守', 0, 0, '未开始'],
    ])
    const litter = await ruleId(admin, 'one', '乱堆乱放')
    const terms = { id: randomUUID(), rule: litter, days: 7, percent: 50 }
    expect((await admin.post(`${village}/mending-terms`, terms)).status).toBeLessThan(300)
    const deed = { id: randomUUID(), door: '1002', rule: litter, occurredOn: day }
    expect((await admin.post(`${village}/postings`, deed)).status).toBe(201)
    const [mendings] = await sheets(`${village}/exports/mendings.xlsx`)
    expect(mendings?.data.slice(1).map((row) => [row[1], row[4], row[9]])).toEqual([
      ['1002', '乱堆乱放', '待整改'],
    ])
  })

  it('the town has its times by the clock in China, whatever the server’s', async () => {
    const before = Date.now()
    const [town] = await sheets('/api/town/exports/town.xlsx')
    const column = town?.data[0]?.indexOf('录入时间') ?? -1
    const recorded = town?.data[1]?.[column]
    const shown = recorded instanceof Date ? recorded.toISOString().slice(0, 16).replace('T', ' ') : null
    const minutes = Array.from({ length: 6 }, (_, minute) => before - minute * 60_000)
    expect(minutes.map((instant) => localTimeAt(instant, 'Asia/Shanghai'))).toContain(shown)
  })
})
