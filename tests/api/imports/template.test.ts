/** The workbook to be filled in: it has the village's own words to choose from, and comes back without a question. */
import { strFromU8, unzipSync } from 'fflate'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import type { ImportView } from '../../../server/contract/scores/imports.ts'
import type { RuleView } from '../../../server/contract/villages/rules.ts'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import { readRuleWords } from '../../../server/domain/workbook/rules/ruleWords.ts'
import { writeTerms } from '../../../server/domain/workbook/rules/writtenTerms.ts'
import { upload } from '../../support/api/readImport.ts'
import {
  type Caller,
  day,
  makeVillage,
  signedIn,
  startTestServer,
  type TestServer,
} from '../../support/server.ts'

const village = '/api/villages/one'
let server: TestServer
let clerk: Caller
let template: Buffer

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  clerk = await signedIn(server, 'clerk', 'one')
  const headers = { cookie: clerk.cookie ?? '' }
  const response = await fetch(`${server.url}${village}/exports/template.xlsx`, { headers })
  template = Buffer.from(await response.arrayBuffer())
})
afterAll(() => server.close())

async function imported(bytes: Buffer): Promise<ImportView> {
  let { body } = await clerk.call('POST', `${village}/imports?filename=a.xlsx`, bytes)
  await expect
    .poll(async () => ({ body } = await clerk.get(`${village}/imports/${(body as ImportView).id}`)).body, {
      timeout: 60_000,
    })
    .toMatchObject({ state: 'preview' })
  return body as ImportView
}

describe('the template of a village', () => {
  it('offers its doors, rules and groups, and the days of its season', () => {
    const parts = unzipSync(template)
    const xml = (sheet: number) => strFromU8(parts[`xl/worksheets/sheet${sheet}.xml`] ?? new Uint8Array())
    expect(xml(1)).toMatch(/type="date"[^>]*sqref="A2:A\d+"><formula1>\d{5}</)
    expect(xml(1)).toMatch(/type="list"[^>]*sqref="B2:B\d+"><formula1>'户册'!\$B\$2:\$B\$13</)
    expect(xml(1)).toMatch(/type="list"[^>]*sqref="D2:D\d+"><formula1>'积分细则'!\$B\$2:\$B\$6</)
    expect(xml(2)).toMatch(/type="list"[^>]*sqref="A2:A\d+"><formula1>"1组[^"]*"</)
  })

  it('reads back as it is: nothing new, nothing wrong, no question', async () => {
    const view = await imported(template)
    expect(view).toMatchObject({
      questions: [],
      problems: [],
      newHouseholds: 0,
      newRules: 0,
      notUnderstood: [],
    })
    expect(view.sheets.map(({ kind }) => kind)).toEqual(['ledger', 'households', 'rules'])
  })

  it('brings the lines that somebody filled in', async () => {
    const sheets = await readXlsxFile(template)
    const filled = sheets.map(({ sheet, data }, place) => ({
      sheet,
      data: place === 0 ? [...data.slice(0, 1), [day, '1001', null, '应急值守', 40]] : data,
    }))
    const view = await imported(
      await writeExcelFile(filled as Parameters<typeof writeExcelFile>[0]).toBuffer(),
    )
    expect(view).toMatchObject({ questions: [], problems: [], importableRows: 1, totalPoints: 40 })
  })
})

describe('the rules of a village', () => {
  const special: [text: string, terms: Partial<RuleTerms>][] = [
    ['基础分', { scale: { type: 'fixed', points: 100 }, base: { period: 'quarter', covers: 'all' } }],
    [
      '聚众赌博',
      {
        effect: 'deduct',
        scale: { type: 'fixed', points: 0 },
        veto: { period: 'year', zero: true, honours: true, redemption: true, months: 12 },
      },
    ],
    [
      '带头承诺',
      {
        caps: [{ period: 'ever', by: 'times', limit: 1 }],
        multipliers: [{ attribute: '党员户', factor: 2 }],
        honour: true,
        validFrom: '2026-01-01',
        note: '由评议小组认定',
      },
    ],
    ['医保全员参保', { scale: { type: 'perUnit', points: 5, unit: '人', members: true } }],
  ]

  it.each(['template', 'rules'])('are carried by the workbook of %s to another village', async (list) => {
    const admin = await signedIn(server, 'admin', null)
    const [from, to] = [`from-${list}`, `to-${list}`]
    for (const slug of [from, to]) await makeVillage(server, slug, 1)
    const listRules = async (slug: string) =>
      ((await admin.get(`/api/villages/${slug}/rules`)).body as { items: RuleView[] }).items
    const dimension = (await listRules(from))[0]?.dimension.id
    const plain = { effect: 'award', scale: { type: 'fixed', points: 20 }, caps: [] } as const
    for (const [text, more] of special) {
      const terms = { ...plain, evidence: false, reviewers: 0, ...more }
      const made = await admin.post(`/api/villages/${from}/rules`, { dimension, text, terms })
      expect(made.status).toBe(201)
    }
    const headers = { cookie: admin.cookie ?? '' }
    const address = `${server.url}/api/villages/${from}/exports/${list}.xlsx`
    const bytes = Buffer.from(await (await fetch(address, { headers })).arrayBuffer())
    const { id } = await upload(admin, `/api/villages/${to}/imports`, bytes)
    const confirm = { skipProblems: false }
    await admin.post(`/api/villages/${to}/imports/${id}/confirm`, confirm)
    const said = async (slug: string) =>
      (await listRules(slug)).map(({ text, terms, dimension: { name } }) => ({ text, terms, name }))
    await expect.poll(() => said(to)).toEqual(await said(from))
  })
})

describe('the terms of a rule', () => {
  const plain = { effect: 'award', caps: [], evidence: false, reviewers: 0 } as const
  const terms: RuleTerms[] = [
    { ...plain, caps: [], scale: { type: 'fixed', points: 20 } },
    { ...plain, caps: [], effect: 'deduct', scale: { type: 'fixed', points: 5 }, evidence: true },
    {
      ...plain,
      caps: [{ period: 'month', by: 'times', limit: 1 }],
      scale: { type: 'range', min: 0, max: 100 },
    },
    { ...plain, caps: [], effect: 'deduct', scale: { type: 'range', min: 5, max: 20 }, reviewers: 2 },
    {
      ...plain,
      caps: [{ period: 'season', by: 'points', limit: 500 }],
      scale: { type: 'perUnit', points: 10, unit: '小时', maxUnits: 4 },
      reviewers: 1,
    },
    { ...plain, caps: [], effect: 'deduct', scale: { type: 'escalating', steps: [10, 20, 30] } },
    {
      ...plain,
      caps: [],
      scale: {
        type: 'levels',
        levels: [
          { name: '国家级', points: 100 },
          { name: '省级', points: 50 },
        ],
      },
    },
  ]

  it.each(terms)('%j read back as they were written', (one) => {
    const { points, words } = writeTerms(one, 1)
    expect(readRuleWords({ text: '示范事项', points, words: [words], effect: null })).toEqual({
      terms: one,
      notUnderstood: [],
      stepsUnclear: false,
    })
  })
})
