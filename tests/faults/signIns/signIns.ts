/**
 * Two hundred households sign in at one activity within five minutes, from forty phones at once and in real time;
 * the network is cut for one of the minutes. Each household must stand in the list once, and none may be lost.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { ActivityDetail } from '../../../server/contract/activities/activities.ts'
import type { CardView } from '../../../server/contract/residents/cards.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { Caller, makeVillage, ruleId, signedIn, startTestServer } from '../../support/server.ts'
import { Random } from '../random.ts'
import { Relay } from './relay.ts'

const phones = 40
const householdsOfPhone = 5
const minuteMs = 60_000
/** Of five, the first is 0. */
const cutMinute = 2
/** A phone without a network tries again after this, ms. */
const retryMs = 2_000
const base = '/api/villages/one'

export interface SignInReport {
  households: number
  /** Entries of the list; more than households where one counts twice. */
  signIns: number
  /** Households that the server answered, and that the list lacks. */
  lost: number
  /** Marked as late, as they were read while the network was cut. */
  late: number
  /** Tries that met the cut network. */
  failedTries: number
  /** From the first try to the answer, of those that met no cut, ms. */
  medianMs: number
  slowestMs: number
  /** From the mended network to the last answer of those that waited, ms. */
  caughtUpMs: number
  settled: number
  holds: boolean
}

export async function signInAtOnce(seed: number): Promise<SignInReport> {
  const random = new Random(seed)
  const server = await startTestServer()
  const relay = await Relay.to(server.url)
  try {
    await makeVillage(server, 'one', phones * householdsOfPhone)
    const admin = await signedIn(server, 'admin', null)
    const activity = await openActivity(admin)
    const doors = Array.from({ length: phones * householdsOfPhone }, (_, index) => String(1001 + index))
    const own = await Promise.all((await cardsOf(admin, doors)).map((card) => openPassbook(relay.url, card)))

    const answered = new Set<string>()
    const times: number[] = []
    let [failedTries, mendedAt, lastLate] = [0, 0, 0]
    /** A household reads the code on the wall, and its phone sends it until it is answered. */
    const signIn = async (household: number, at: number): Promise<void> => {
      await wait(at)
      const { code } = (await admin.get(`${activity}/code`)).body as { code: string }
      const body = { id: randomUUID(), code }
      const from = Date.now()
      let tries = 0
      for (; ; tries += 1) {
        const status = await own[household]?.(body)
        if (status === 200) break
        if (status !== null) throw new Error(`a sign-in was answered ${status}`)
        await wait(retryMs)
      }
      answered.add(doors[household] ?? '')
      failedTries += tries
      if (tries === 0) times.push(Date.now() - from)
      else lastLate = Math.max(lastLate, Date.now())
    }
    const cut = async () => {
      await wait(cutMinute * minuteMs)
      relay.cut()
      await wait(minuteMs)
      relay.mend()
      mendedAt = Date.now()
    }
    const people = doors.map((_, household) =>
      signIn(household, (household % householdsOfPhone) * minuteMs + random.next() * minuteMs),
    )
    await Promise.all([cut(), ...people])

    const { attendants, households, people: count } = (await admin.get(activity)).body as ActivityDetail
    const listed = attendants.flatMap(({ door, signIns }) => signIns.map((one) => ({ door, ...one })))
    await admin.call('PATCH', activity, { state: 'closed' })
    const settlement = { id: randomUUID(), people: count }
    const { batch } = (await admin.post(`${activity}/settlement`, settlement)).body as ActivityDetail
    const { body } = await admin.get(`${base}/batches/${batch}`)
    const verified = (await admin.get(`${base}/verify`)).body as { holds: boolean }
    times.sort((a, b) => a - b)
    return {
      households,
      signIns: listed.length,
      lost: [...answered].filter((door) => !listed.some((one) => one.door === door)).length,
      late: listed.filter(({ isLate }) => isLate).length,
      failedTries,
      medianMs: times[times.length >> 1] ?? 0,
      slowestMs: times.at(-1) ?? 0,
      caughtUpMs: Math.max(0, lastLate - mendedAt),
      settled: (body as { postings: number }).postings,
      holds: verified.holds,
    }
  } finally {
    relay.close()
    await server.close()
  }
}

/** Each household once, all of them scored, and the cut was met: only then was it tried. */
export const areAllSignedIn = (report: SignInReport): boolean =>
  [report.households, report.signIns, report.settled].every(
    (count) => count === phones * householdsOfPhone,
  ) &&
  report.lost === 0 &&
  report.late > 0 &&
  report.failedTries > 0 &&
  report.holds

/** @returns the activity's address */
async function openActivity(admin: Caller): Promise<string> {
  const plan = {
    ...{
      id: randomUUID(),
      name: '村民大会',
      venue: '礼堂',
      heldOn: localDateAt(Date.now(), 'Asia/Shanghai'),
    },
    ...{
      starts: '00:00',
      ends: '23:59',
      rule: await ruleId(admin, 'one', '应急值守'),
      points: null,
      units: null,
    },
    ...{ counts: 'household', room: null, groups: [], byCode: true, wall: 'alone' },
  }
  const { body } = await admin.post(`${base}/activities`, plan)
  const address = `${base}/activities/${(body as { id: number }).id}`
  await admin.call('PATCH', address, { state: 'open' })
  return address
}

async function cardsOf(admin: Caller, doors: readonly string[]): Promise<CardView[]> {
  const cards: CardView[] = []
  for (let from = 0; from < doors.length; from += 100) {
    const body = { id: randomUUID(), doors: doors.slice(from, from + 100) }
    cards.push(...((await admin.post(`${base}/cards`, body)).body as { items: CardView[] }).items)
  }
  return cards
}

/** A household's phone. @returns sends a sign-in: the status of the answer, or null without a network */
async function openPassbook(url: string, { token, card }: CardView) {
  const phone = new Caller(url)
  await phone.post(`/api/doors/${token}/session`, { card })
  return async (body: object): Promise<number | null> => {
    const answer = await phone.post(`/api/doors/${token}/sign-ins`, body).catch(() => null)
    return answer && answer.status
  }
}
