/**
 * Who may do what: every route × every role × own village, another's, or all.
 * The routes come from the router itself and the roles from the product; a
 * route without a row here fails.
 */
import type { Router } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../server/app.ts'
import { isFileKind, type Operation, operations } from '../../../server/contract/operations/operations.ts'
import type { TokenScope } from '../../../server/domain/connections/tokens.ts'
import { type Role, roles } from '../../../server/domain/people/powers.ts'
import { pathOf } from '../../support/api/operationPaths.ts'
import { program } from '../../support/api/tokens.ts'
import { valueOf } from '../../support/db/values.ts'
import { Caller, makeVillage, signedIn, startTestServer, type TestServer } from '../../support/server.ts'

/**
 * Roles that may call it in the village where they are held; `anyone`, `staff` of any kind, or
 * the `resident` behind the door, whose session no member of staff has, or a `program` by its access token.
 */
type Row = 'anyone' | 'staff' | 'resident' | 'program' | readonly Role[]

const read = roles
const enter: Row = ['admin', 'clerk']
const enterOrInspect: Row = ['admin', 'clerk', 'inspector']
const review: Row = ['admin', 'reviewer']
const inspect: Row = ['admin', 'inspector']
const redeem: Row = ['admin', 'desk']
const administer: Row = ['admin']

const matrix: Record<keyof typeof operations, Row> = {
  setup: 'anyone',
  signIn: 'anyone',
  readSession: 'anyone',
  signOut: 'staff',
  changePassword: 'staff',
  listVillages: 'anyone',
  createVillage: administer,
  readVillage: read,
  changeVillage: administer,
  installSample: administer,
  removeSample: administer,
  readBoard: 'anyone',
  verifyVillage: read,
  listHouseholds: read,
  createHousehold: enter,
  readHousehold: read,
  changeHousehold: enter,
  readPassbook: read,
  readHouseholdHistory: read,
  moveHousehold: enter,
  previewSplit: enter,
  splitHousehold: enter,
  previewMerge: enter,
  mergeHousehold: enter,
  listPassbooks: read,
  listPlates: enter,
  findDoor: read,
  renewPlate: administer,
  readDoor: 'anyone',
  readPublicHousehold: 'anyone',
  openDoor: 'anyone',
  openDoorByNumber: 'anyone',
  closeDoor: 'anyone',
  readOwnPassbook: 'resident',
  objectToOwn: 'resident',
  propose: 'resident',
  withdrawProposal: 'resident',
  keepOwnPhoto: 'resident',
  readOwnPhoto: 'resident',
  suggest: 'resident',
  makeCards: administer,
  listSuggestions: enter,
  answerSuggestion: enter,
  listRules: read,
  createRule: administer,
  changeRule: administer,
  previewClearing: read,
  clearPeriod: administer,
  previewEvaluation: read,
  listEvaluations: read,
  evaluate: administer,
  readEvaluation: read,
  checkCertificate: 'anyone',
  listAttributes: read,
  createAttribute: administer,
  changeAttribute: administer,
  setHouseholdAttributes: administer,
  removeAttribute: administer,
  readBasePoints: read,
  giveBasePoints: administer,
  createDimension: administer,
  changeDimension: administer,
  removeDimension: administer,
  listRuleVersions: read,
  takeRulebook: administer,
  listPeople: administer,
  addPerson: administer,
  changePerson: administer,
  listAudit: administer,
  exportAudit: administer,
  createPostings: enter,
  reversePosting: enter,
  restorePosting: enter,
  listPostings: read,
  searchPostings: read,
  totalPostings: read,
  listBatches: read,
  readBatch: read,
  reverseBatch: enter,
  listClaims: read,
  passClaims: review,
  stopClaim: review,
  withdrawClaim: enterOrInspect,
  keepPhoto: enterOrInspect,
  readPhoto: ['admin', 'clerk', 'reviewer', 'inspector'],
  storePortrait: redeem,
  readPortrait: redeem,
  removePortrait: redeem,
  readDoorstep: inspect,
  createVisit: inspect,
  createDoorScore: inspect,
  listPublications: read,
  previewPublication: read,
  publish: administer,
  readPublication: read,
  createObjection: enter,
  answerObjection: review,
  listGoods: read,
  createGoods: administer,
  changeGoods: administer,
  listMovements: read,
  moveStock: redeem,
  listDeskDays: read,
  addDeskDay: administer,
  removeDeskDay: administer,
  clearDeskDays: administer,
  redeem,
  listRedemptions: read,
  readRedemptionDay: read,
  returnGoods: redeem,
  reportRedemptions: read,
  listSheets: read,
  createSheet: administer,
  changeSheet: administer,
  listRounds: read,
  openRound: administer,
  readRound: read,
  changeRound: administer,
  previewRoundClosing: administer,
  closeRound: administer,
  exportRound: read,
  listActivities: read,
  createActivity: enter,
  readActivity: read,
  changeActivity: enter,
  createSignIn: enterOrInspect,
  removeSignIn: enter,
  readSignInCode: enterOrInspect,
  previewSettlement: enter,
  settleActivity: enter,
  exportActivity: read,
  signInOwn: 'resident',
  listMendings: read,
  decideMending: enterOrInspect,
  listMendingTerms: read,
  setMendingTerms: administer,
  reportMending: 'resident',
  listSeasons: read,
  changeSeason: administer,
  previewClosing: administer,
  closeSeason: administer,
  readSeasonStandings: read,
  readHonours: read,
  previewOpenings: administer,
  createOpenings: administer,
  listScreens: read,
  changeScreen: administer,
  orderScreen: administer,
  confirmScreen: administer,
  refuseScreen: administer,
  forgetScreen: administer,
  listNotices: read,
  createNotice: administer,
  changeNotice: administer,
  removeNotice: administer,
  keepPicture: administer,
  readPicture: 'anyone',
  startImport: enter,
  readImport: enter,
  answerImport: enter,
  exportImportProblems: enter,
  confirmImport: enter,
  readTown: 'staff',
  exportTown: 'staff',
  listStaff: administer,
  addStaff: administer,
  changeStaff: administer,
  exportStaff: administer,
  readWork: read,
  readWorkFigures: read,
  startVerification: enter,
  listBackups: administer,
  makeBackup: administer,
  readBackup: administer,
  readReport: read,
  exportReport: read,
  exportRedemptions: read,
  exportGoods: read,
  exportRounds: read,
  exportHonours: read,
  exportRules: read,
  exportPeople: administer,
  exportScreens: read,
  exportSuggestions: enter,
  exportNotices: read,
  exportActivities: read,
  exportMendings: read,
  exportImports: read,
  exportHouseholds: read,
  exportPostings: read,
  exportClaims: read,
  exportPublications: read,
  exportPublication: read,
  exportTemplate: enter,
  exportStandings: read,
  listTokens: administer,
  createToken: administer,
  revokeToken: administer,
  listWebhooks: administer,
  createWebhook: administer,
  changeWebhook: administer,
  removeWebhook: administer,
  renewWebhookSecret: administer,
  testWebhook: administer,
  listDeliveries: administer,
  createScores: 'program',
  readScore: 'program',
  openBoard: 'program',
  openBoardTable: 'program',
  openLedger: 'program',
  openLedgerTable: 'program',
}

/** What a token's scopes let a program call, besides what anyone may. */
const ofScopes: [scopes: readonly TokenScope[], may: readonly (keyof typeof operations)[]][] = [
  [['board'], ['openBoard', 'openBoardTable']],
  [['ledger'], ['openLedger', 'openLedgerTable']],
  [['claims'], ['createScores', 'readScore', 'listRules']],
  [['scores'], ['createScores', 'readScore', 'listRules']],
  [
    ['board', 'ledger', 'names', 'every-line'],
    ['openBoard', 'openBoardTable', 'openLedger', 'openLedgerTable'],
  ],
]

/** Routes that are no operations of the API; none of them needs a session. */
const besides = ['get /healthz', 'get /readyz', 'get /metrics', 'get /api/openapi.json', 'get /api/docs']

/** Whose village the role is held in, seen from the village called for. */
const places = { own: 'one', other: 'two', all: null } as const
type Place = keyof typeof places

let server: TestServer
/** Of a door in village `one`. */
let token: string
const callers = new Map<string, Caller>()

beforeAll(async () => {
  server = await startTestServer()
  await makeVillage(server, 'one')
  await makeVillage(server, 'two')
  // Not of the door that is renewed and merged on the way.
  token = await valueOf<string>(
    server.services.store,
    `SELECT door_token FROM households WHERE door = '1002'`,
  )
  for (const role of roles)
    for (const place of Object.keys(places) as Place[])
      callers.set(`${role}/${place}`, await signedIn(server, role, places[place]))
}, 60_000)
afterAll(() => server.close())

/** Signing out comes last: it ends the session that the others need. */
const rows = (Object.entries(matrix) as [keyof typeof operations, Row][]).sort(
  ([a], [b]) => Number(a === 'signOut') - Number(b === 'signOut'),
)

async function statusOf(operation: Operation, caller: Caller): Promise<number> {
  const body =
    operation.body === undefined ? undefined : isFileKind(operation.body) ? Buffer.from('x') : { none: 1 }
  // Each call from an address of its own, as a proxy on this machine says: signing in is limited by address.
  calls += 1
  const headers = { 'x-forwarded-for': `10.0.${calls >> 8}.${calls & 255}` }
  return (await caller.call(operation.method.toUpperCase(), pathOf(operation, { token }), body, headers))
    .status
}
let calls = 0

function isAllowed(operation: Operation, row: Row, role: Role, place: Place): boolean {
  if (row === 'resident' || row === 'program') return false
  if (typeof row === 'string') return true
  const reaches = operation.path.includes(':v') ? place !== 'other' : place === 'all'
  return reaches && row.includes(role)
}

describe('every route', () => {
  it('of the router has a row, and every row a route', () => {
    const app = createApp(server.services, { mount: () => {} })
    const routed = (app.router as unknown as Router).stack.flatMap(({ route }) =>
      route ? route.stack.map(({ method }) => `${method} ${route.path}`) : [],
    )
    const known = Object.values<Operation>(operations).map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(routed)].sort()).toEqual([...known, ...besides].sort())
    expect(Object.keys(matrix).sort()).toEqual(Object.keys(operations).sort())
  })

  it.each(rows)('%s answers strangers and each role as the matrix says', async (name, row) => {
    const operation: Operation = operations[name]
    const stranger = await statusOf(operation, new Caller(server.url))
    if (row === 'anyone') expect([401, 403]).not.toContain(stranger)
    else expect(stranger).toBe(401)
    for (const role of roles)
      for (const place of Object.keys(places) as Place[]) {
        const status = await statusOf(operation, callers.get(`${role}/${place}`)!)
        const said = `${role}/${place}: ${status < 500 && status !== 401 && status !== 403 ? 'allowed' : status}`
        const refused = row === 'resident' || row === 'program' ? '401' : '403'
        expect(said).toBe(`${role}/${place}: ${isAllowed(operation, row, role, place) ? 'allowed' : refused}`)
      }
  })

  it.each(ofScopes)('answers programs whose token has %j as its row says', async (scopes, may) => {
    const admin = await signedIn(server, 'admin', null)
    const programs = {
      own: await program(admin, scopes),
      other: await program(admin, scopes, { village: 'two' }),
      all: await program(admin, scopes, { everywhere: true }),
    }
    for (const [name, row] of rows)
      for (const place of Object.keys(places) as Place[]) {
        const status = await statusOf(operations[name], programs[place])
        // A token opens no door; what anyone may call does not ask for it.
        const mayCall = row === 'anyone' || (may.includes(name) && place !== 'other')
        const refused = row === 'resident' ? 401 : 403
        if (mayCall) expect([401, 403], `${name} ${place}`).not.toContain(status)
        else expect([name, place, status]).toEqual([name, place, refused])
      }
  })
})
