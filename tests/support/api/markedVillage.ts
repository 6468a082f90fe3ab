/** A village with a marker in every private field, and everything a caller can read of it. */
import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { fromBufferPromise } from 'yauzl'
import { mustFindDoor } from '../../../db/households/doors.ts'
import { suggest } from '../../../db/residents/suggestions.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { fileTypes, type Operation, operations } from '../../../server/contract/operations/operations.ts'
import type { PublicationView } from '../../../server/contract/publicity/publicity.ts'
import type { CheckSheetView, RoundView } from '../../../server/contract/rounds/rounds.ts'
import type { RuleView } from '../../../server/contract/villages/rules.ts'
import type { VillageView } from '../../../server/contract/villages/villages.ts'
import { addDays, localDateAt, monthOf } from '../../../server/domain/calendar/calendar.ts'
import type { Role } from '../../../server/domain/people/powers.ts'
import type { PrivateField } from '../../../server/domain/people/privateFields.ts'
import { valueOf } from '../db/values.ts'
import { type Caller, day, makeVillage, ruleId, signedIn, type TestServer, year } from '../server.ts'
import { pathOf } from './operationPaths.ts'

const village = '/api/villages/one'
const photo = randomUUID()
const portrait = randomUUID()
const ofReturn = randomUUID()

/** What stands in each private field; texts, and figures that nothing else has. */
export const markers: Record<PrivateField, readonly string[]> = {
  phone: ['MARK-phone'],
  'household-note': ['MARK-household-note'],
  members: ['987654'],
  attributes: ['MARK-attributes'],
  agreement: ['MARK-agreement'],
  'posting-note': ['MARK-posting-note', 'MARK-reversal', 'MARK-restore'],
  'claim-note': ['MARK-claim-note', 'MARK-stopped'],
  photos: [photo, ofReturn],
  portrait: [portrait],
  visit: ['MARK-visit'],
  objection: ['MARK-objector', 'MARK-objection', 'MARK-answered'],
  suggestion: ['MARK-suggestion'],
  address: ['203.0.113.77'],
}

/** Text of a rule that only deductions have; it is retired, so that no list of rules has it. */
export const deductionText = 'MARK-deduction'

export interface MarkedVillage {
  token: string
  /** Parameters of addresses that name something here. */
  known: Record<string, string>
  clerk: Caller
}

/** Makes village `one`, and writes everything that can be private there. */
export async function markVillage(server: TestServer): Promise<MarkedVillage> {
  await makeVillage(server, 'one')
  const { store, screens } = server.services
  const member = (role: Role) => signedIn(server, role, 'one')
  const admin = await member('admin')
  const clerk = await member('clerk')
  const reviewer = await member('reviewer')
  const inspector = await member('inspector')
  const today = localDateAt(Date.now(), 'Asia/Shanghai')

  async function send<Answer>(caller: Caller, method: string, path: string, body: object): Promise<Answer> {
    const { status, body: answer } = await caller.call(method, `${village}/${path}`, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`)
    return answer as Answer
  }
  const post = <Answer = unknown>(caller: Caller, path: string, body: object) =>
    send<Answer>(caller, 'POST', path, { id: randomUUID(), ...body })

  await send(clerk, 'PATCH', 'households/1001', {
    phone: 'MARK-phone',
    note: 'MARK-household-note',
    consented: true,
    agreement: { on: day, how: 'MARK-agreement' },
  })
  const { id: attribute } = await send<{ id: number }>(admin, 'POST', 'attributes', {
    name: '党员户',
    isPublic: false,
  })
  const agreement = { on: day, how: 'MARK-attributes' }
  await send(admin, 'PATCH', `attributes/${attribute}`, { doors: ['1001'], agreement })
  await store.write('installation', async (store) =>
    store.run(`UPDATE households SET members = 987654 WHERE door = '1001'`),
  )

  // Postings with notes and a photo, one taken back; deductions, one with points given back, one taken back.
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#115c45' } })
    .jpeg()
    .toBuffer()
  const jpeg = { 'content-type': 'image/jpeg' }
  await clerk.call('POST', `${village}/photos/${photo}?door=1001`, picture, jpeg)
  await admin.call('PATCH', village, { deskPortraits: true })
  await admin.call('POST', `${village}/households/1001/portraits/${portrait}`, picture, jpeg)
  const { dimensions } = (await admin.get(village)).body as VillageView
  const dimension = dimensions[0]!.id
  const scale = { type: 'fixed', points: 20 }
  const terms = { effect: 'deduct', scale, caps: [], evidence: false, reviewers: 0 }
  const deduct = await send<RuleView>(admin, 'POST', 'rules', { dimension, text: deductionText, terms })
  await post(admin, 'mending-terms', { rule: deduct.id, days: 7, percent: 50 })
  const ids = Array.from({ length: 5 }, () => randomUUID())
  const note = 'MARK-posting-note'
  const duty = await ruleId(clerk, 'one', '应急值守')
  await post(clerk, 'postings', {
    id: ids[0],
    door: '1001',
    rule: duty,
    occurredOn: day,
    note,
    photos: [photo],
  })
  for (const [id, door, rule] of [
    [ids[1], '1002', duty],
    [ids[2], '1001', deduct.id],
    [ids[3], '1001', deduct.id],
    [ids[4], '1004', deduct.id],
  ])
    await post(clerk, 'postings', { id, door, rule, occurredOn: day, note })
  await post(clerk, `postings/${ids[1]}/reversal`, { reason: 'MARK-reversal' })
  await post(clerk, `postings/${ids[2]}/restore`, { points: 5, reason: 'MARK-restore' })
  await post(clerk, `postings/${ids[3]}/reversal`, { reason: 'MARK-reversal' })

  // A deduction that was not put right yet.
  await clerk.call('POST', `${village}/photos/${ofReturn}?door=1004`, picture, jpeg)
  const decision = { isPassed: false, reason: 'MARK-posting-note', photos: [ofReturn] }
  await post(inspector, 'mendings/5/decision', decision)

  // Claims: one that waits, one that was stopped.
  const award = { ...terms, effect: 'award', reviewers: 1 }
  const claimed = await send<RuleView>(admin, 'POST', 'rules', { dimension, text: '须评议', terms: award })
  const stopped = randomUUID()
  for (const id of [stopped, randomUUID()])
    await post(clerk, 'postings', {
      id,
      door: '1001',
      rule: claimed.id,
      occurredOn: day,
      note: 'MARK-claim-note',
    })
  await post(reviewer, `claims/${stopped}/stop`, { reason: 'MARK-stopped' })

  // Objections: to an award, and to a deduction, which is revoked.
  const publication = await post<PublicationView>(admin, 'publications', { closesOn: addDays(today, 9) })
  for (const [posting, outcome, reason] of [
    [1, 'upheld', 'MARK-answered'],
    // What is written to the ledger has the reason as its note.
    [5, 'revoked', 'MARK-reversal'],
  ]) {
    const id = randomUUID()
    const objection = { id, posting, objector: 'MARK-objector', text: 'MARK-objection' }
    await post(clerk, `publications/${publication.id}/objections`, objection)
    await post(reviewer, `objections/${id}/answer`, { outcome, reason })
  }

  // A round with a visit; a suggestion with its answer; a screen.
  const check = { key: 'tidy', text: '庭院整洁', kind: 'deduction', points: 5, photo: false }
  const sheet = await post<CheckSheetView>(admin, 'check-sheets', {
    name: '检查表',
    rule: await ruleId(admin, 'one', '庭院月检'),
    items: [check, { ...check, key: 'base', text: '基础分', kind: 'points', points: 60 }],
  })
  const round = await post<RoundView>(admin, 'rounds', {
    ...{ month: monthOf(today), name: '示范检查', sheet: sheet.id, outcome: 'postings' },
  })
  const visit = { door: '1003', found: ['tidy'], photos: [], note: 'MARK-visit', visitedOn: today }
  await post(inspector, `rounds/${round.id}/visits`, visit)
  await admin.call('PATCH', village, { residents: { suggestions: true, proposals: true } })
  const token = await valueOf<string>(store, `SELECT door_token FROM households WHERE door = '1001'`)
  const door = await mustFindDoor(store, token)
  const suggestion = randomUUID()
  await suggest(store, door, { id: suggestion, text: 'MARK-suggestion' })
  await post(clerk, `suggestions/${suggestion}/answer`, { text: 'MARK-suggestion' })
  await screens.add({
    ...{
      village: (await mustFindVillage(store, 'one')).id,
      key: 'hall',
      isPreview: false,
      connectedAt: Date.now(),
    },
    device: null,
    address: '203.0.113.77',
    send: () => {},
  })
  const { waiting } = (await admin.get(`${village}/screens`)).body as { waiting: { id: string }[] }
  await post(admin, `screens/waiting/${waiting[0]!.id}/confirmation`, {})
  const { items } = (await admin.get(`${village}/screens`)).body as { items: { id: number }[] }
  await send(admin, 'PATCH', `rules/${deduct.id}`, { retired: true })
  const season = (await admin.get(`${village}/seasons`)).body as { items: { id: number }[] }
  return {
    token,
    clerk,
    known: {
      token,
      plate: token,
      photo,
      publication: String(publication.id),
      round: String(round.id),
      screen: String(items[0]!.id),
      season: String(season.items[0]!.id),
    },
  }
}

/** Addresses of every operation that reads, with what asks for most. */
export function readingAddresses(known: Record<string, string>): [name: string, address: string][] {
  const asked: Record<string, string> = {
    readReport: '?names=full',
    exportReport: '?names=full',
    exportPublication: `?publication=${known.publication}`,
    reportRedemptions: `?from=${day}&to=${year}-12-31`,
    exportRedemptions: `?from=${day}&to=${year}-12-31`,
    listHouseholds: '?closed=true',
    listClaims: '?limit=500',
  }
  return (Object.entries(operations) as [string, Operation][])
    .filter(([, { method }]) => method === 'get')
    .map(([name, operation]) => [name, pathOf(operation, known) + (asked[name] ?? '')])
}

/** What a caller is answered, as text; of a workbook what stands in it. */
export async function textOf(caller: Caller, address: string): Promise<{ status: number; text: string }> {
  const { url, cookie, bearer } = caller
  const response = await fetch(url + address, {
    headers: { ...(cookie && { cookie }), ...(bearer && { authorization: `Bearer ${bearer}` }) },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const headers = JSON.stringify([...response.headers])
  const isWorkbook = response.headers.get('content-type') === fileTypes.xlsx
  return {
    status: response.status,
    text: headers + (isWorkbook ? await unpacked(bytes) : bytes.toString()),
  }
}

async function unpacked(bytes: Buffer): Promise<string> {
  const archive = await fromBufferPromise(bytes, { lazyEntries: true })
  const chunks: Buffer[] = []
  for await (const entry of archive.eachEntry())
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
