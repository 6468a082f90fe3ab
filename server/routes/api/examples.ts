import type { webhookPayloads } from '../../contract/connections/webhooks.ts'
import type { operations } from '../../contract/operations/operations.ts'

const view = {
  id: 3,
  name: '智慧村居平台',
  prefix: 'yp_pVx8kT',
  scopes: ['board', 'ledger'],
  everywhere: false,
  expiresOn: '2027-11-30',
  createdAt: '2026-11-30T01:15:00.000Z',
  createdBy: '示范管理员',
  lastUsedAt: null,
  revokedAt: null,
  revokedBy: null,
  state: 'valid',
  mayRevoke: true,
}
const score = { id: '7b1f6c2e-4d4e-4c57-9a55-3f3f4c1b2a01', door: '2072', rule: 12, occurredOn: '2026-11-28' }

const of = { slug: 'xiaotang', name: '晓塘村' }

const line = {
  seq: 1284,
  head: '5d0c9b1e',
  kind: 'award',
  door: '2072',
  name: '刘**',
  group: '3组',
  dimension: '会议学习',
  text: '参加村民会议',
  points: 20,
  occurredOn: '2026-11-28',
  reverses: null,
}

const webhook = {
  id: 2,
  name: '智慧村居平台',
  url: 'https://platform.example/hooks/points',
  approvesHost: false,
  events: ['postings', 'publications'],
  everywhere: false,
  state: 'active',
  pauseReason: null,
  failures: 0,
  nextTryAt: null,
  createdAt: '2026-11-30T01:20:00.000Z',
  createdBy: '示范管理员',
  waiting: 0,
  mayChange: true,
  mayApprove: true,
}
const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDKtNSrLmW3NQ='
const delivery = {
  id: 41,
  delivery: '0d9a2f6c-5a0e-4d55-8a5e-6a2f3f1c7b10',
  village: '晓塘村',
  event: 'postings',
  first: 1281,
  last: 1284,
  state: 'delivered',
  tries: 1,
  status: 204,
  fault: null,
  createdAt: '2026-11-30T01:25:00.000Z',
  triedAt: '2026-11-30T01:25:00.310Z',
}
const sent = {
  id: delivery.delivery,
  createdAt: delivery.createdAt,
  village: of,
  unit: 1,
  epoch: '9f0c2a4d7be81355',
}

/** What webhooks send, by event. */
export const payloadExamples: Record<keyof typeof webhookPayloads, object> = {
  postings: { type: 'postings', ...sent, items: [line] },
  publications: {
    type: 'publications',
    ...sent,
    items: [
      {
        number: '2026-11',
        startsOn: '2026-11-01',
        endsOn: '2026-11-28',
        opensOn: '2026-11-30',
        closesOn: '2026-12-07',
        lines: 214,
        seq: 1284,
      },
    ],
  },
  levels: {
    type: 'levels',
    ...sent,
    items: [
      {
        period: '2026-Q3',
        startsOn: '2026-07-01',
        endsOn: '2026-09-30',
        households: 480,
        levels: [{ level: '五星户', stars: 5, households: 24 }],
      },
    ],
  },
  test: { type: 'test', ...sent, items: [] },
}

/** Examples of requests and answers, by operation; a test holds them against the contract. */
export const examples: { [Name in keyof typeof operations]?: { body?: unknown; answer?: unknown } } = {
  listTokens: { answer: { items: [view] } },
  createToken: {
    body: {
      name: '智慧村居平台',
      scopes: ['board', 'ledger'],
      expiresOn: '2027-11-30',
      everywhere: false,
    },
    answer: { token: view, secret: 'yp_pVx8kTq0v9mWc3ZrJ5dEoYh2uLsA7nQbXfG1iKtPz4M' },
  },
  revokeToken: {
    answer: {
      ...view,
      revokedAt: '2026-12-01T02:00:00.000Z',
      revokedBy: '示范管理员',
      state: 'revoked',
    },
  },
  createScores: {
    body: { ...score, note: '平台活动签到' },
    answer: { items: [{ id: score.id, state: 'waiting', seq: null, points: 20 }] },
  },
  readScore: { answer: { id: score.id, state: 'posted', seq: 1284, points: 20 } },
  openBoard: {
    answer: {
      village: of,
      season: { name: '2026年度', startsOn: '2026-01-01', endsOn: '2026-12-31' },
      month: '2026-11',
      unit: 1,
      seq: 1284,
      head: '5d0c9b1e',
      dimensions: ['会议学习', '环境卫生', '传统美德', '遵纪守法', '志愿服务'],
      items: [
        {
          place: 1,
          door: '2072',
          name: '刘**',
          group: '3组',
          score: 860,
          month: 60,
          byDimension: [120, 400, 60, 80, 200],
        },
      ],
    },
  },
  openBoardTable: {
    answer: '\ufeff名次,门牌号,户主,组别,累计积分,本月,会议学习\r\n1,2072,刘**,3组,860,60,120\r\n',
  },
  openLedger: {
    answer: {
      village: of,
      unit: 1,
      items: [line],
      to: 1284,
      next: null,
    },
  },
  openLedgerTable: {
    answer:
      '\ufeff序号,校验码,类别,日期,门牌号,户主,组别,维度,事项,分值,冲正第几笔\r\n' +
      '1284,5d0c9b1e,加分,2026-11-28,2072,刘**,3组,会议学习,参加村民会议,20,\r\n',
  },
  listWebhooks: { answer: { items: [webhook] } },
  createWebhook: {
    body: {
      name: webhook.name,
      url: webhook.url,
      events: webhook.events,
      approvesHost: false,
      everywhere: false,
    },
    answer: { webhook, secret },
  },
  changeWebhook: {
    body: { state: 'paused' },
    answer: { ...webhook, state: 'paused', pauseReason: 'by-person' },
  },
  renewWebhookSecret: { answer: { webhook, secret } },
  testWebhook: { answer: { ...delivery, event: 'test', first: 0, last: 0 } },
  listDeliveries: { answer: { webhook, items: [delivery] } },
}
