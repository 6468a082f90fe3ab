import { computed, type InjectionKey, ref, shallowRef } from 'vue'
import { type DoorstepView } from '../../server/contract/rounds/doorstep.ts'
import { doorstepOperations } from '../../server/contract/operations/rounds/doorstep.ts'
import { sessionOperations } from '../../server/contract/operations/people/session.ts'
import { type SessionView } from '../../server/contract/people/session.ts'
import { localDateAt } from '../../server/domain/calendar/calendar.ts'
import { call, onSignedOut } from '../shell/api/call.ts'
import { asFailure } from '../shell/api/failure.ts'
import { type Item } from './outbox/item.ts'
import { type Keep, openKeep } from './outbox/doorstepStore.ts'
import { Outbox } from './outbox/outbox.ts'
import { addressOf, readPlace, rememberVillage } from './outbox/place.ts'
import { postThrough } from './outbox/post.ts'
import { standings } from './outbox/standing.ts'
import { useHanding } from './outbox/useHanding.ts'
import { useSending } from './outbox/useSending.ts'
import {
  mayInspect,
  oweSignOut,
  owesSignOut,
  rememberedWorker,
  rememberWorker,
  type Worker,
  workerOf,
} from './outbox/gridWorker.ts'

/** Doors that were read longer ago are read again when the page is looked at, ms. */
const staleMs = 5 * 60_000

/** What the page can show now. */
export type Phase = 'opening' | 'sign-in' | 'choose' | 'forbidden' | 'unreachable' | 'ready'

export type Doorstep = ReturnType<typeof useDoorstep>
export const doorstepKey: InjectionKey<Doorstep> = Symbol('doorstep')

/** The whole state of the page: who works where, the doors, and what was done at them. */
export function useDoorstep() {
  const phase = ref<Phase>('opening')
  const refusal = ref('')
  const worker = shallowRef<Worker | null>(null)
  const village = ref<string | null>(null)
  const doors = shallowRef<DoorstepView | null>(null)
  const clockOff = ref(0)
  const items = shallowRef<readonly Item[]>([])
  /** False once the phone cannot keep what is done on it. */
  const isLasting = ref(true)
  const token = ref<string | null>(null)
  const round = ref<number | null>(null)
  let keep: Keep
  let outbox: Outbox | null = null

  /** The doors were read since the server last failed to answer: it may have been restored meanwhile. */
  let isFresh = false
  let readAt = 0

  const sending = useSending(async () => {
    if (Date.now() - readAt > staleMs) isFresh = false
    if (!isFresh) await refresh()
    if (!isFresh)
      return phase.value === 'ready' || phase.value === 'unreachable' ? 'unreachable' : 'signed-out'
    if (!outbox || !doors.value) return 'empty'
    const outcome = await outbox.send(doors.value.epoch, reread)
    if (outcome !== 'empty') isFresh = false
    return outcome
  })

  const isMine = (item: Item) => item.user === worker.value?.username && item.village === village.value
  const own = computed(() => items.value.filter(isMine))
  const waiting = computed(() => own.value.filter(({ state }) => state === 'waiting'))
  const refused = computed(() => own.value.filter(({ state }) => state === 'refused'))
  /** What somebody else did with this phone and nobody has sent yet. */
  const othersWaiting = computed(() =>
    items.value.filter((item) => item.state === 'waiting' && !isMine(item)),
  )
  const all = computed(() => (doors.value ? standings(doors.value, round.value, own.value, readAt) : []))
  const today = () =>
    localDateAt(Date.now() + clockOff.value, doors.value?.village.timezone ?? 'Asia/Shanghai')

  async function reread(): Promise<void> {
    items.value = await keep.items()
  }

  async function open(): Promise<void> {
    keep = await openKeep(() => (isLasting.value = false))
    await reread()
    const place = readPlace(location)
    token.value = place.token
    village.value = place.village
    worker.value = rememberedWorker()
    if (worker.value) await showKept()
    sending.now()
  }

  /** The doors that the phone knows, at once; a token alone finds its village among them. */
  async function showKept(): Promise<void> {
    const kept = (await keep.doors()).filter(({ user }) => user === worker.value?.username)
    const knows = ({ doors: known }: (typeof kept)[number]) =>
      known.doors.some((door) => door.token === token.value)
    const found = kept.find((one) => (village.value === null ? knows(one) : one.village === village.value))
    if (!found) return
    village.value = found.village
    clockOff.value = found.clockOff
    take(found.doors, found.doors.now - found.clockOff)
  }

  /** @param at when the server gave them, by the phone's clock, ms */
  function take(next: DoorstepView, at: number): void {
    readAt = at
    doors.value = next
    if (!next.rounds.some(({ id }) => id === round.value)) round.value = next.rounds[0]?.id ?? null
    outbox ??= outboxOf(worker.value?.username ?? '', next.village.slug)
    phase.value = 'ready'
  }

  function outboxOf(user: string, slug: string): Outbox {
    const isOthers = () => (rememberedWorker()?.username ?? user) !== user
    return new Outbox(keep, postThrough(keep), { user, village: slug, isOthers })
  }

  /** Asks the server who works here and for their doors; without a network, what is kept must do. */
  async function refresh(): Promise<void> {
    try {
      if (owesSignOut()) await endSession()
      const { session } = await call(sessionOperations.readSession)
      if (session) await enter(session)
      else askToSignIn()
    } catch (error) {
      refusal.value = asFailure(error).message
      if (phase.value !== 'ready') phase.value = 'unreachable'
    }
  }

  async function enter(session: SessionView): Promise<void> {
    const next = workerOf(session)
    if (worker.value?.username !== next.username) doors.value = null
    worker.value = next
    rememberWorker(next)
    if (village.value === null) {
      const places = new Set(session.roles.map((given) => given.village))
      const [only] = places
      if (places.size === 1 && only) village.value = only
      else if (mayInspect(session, null) || places.size > 1) {
        phase.value = 'choose'
        return
      }
    }
    if (village.value === null || !mayInspect(session, village.value)) phase.value = 'forbidden'
    else await load(village.value)
  }

  async function load(slug: string): Promise<void> {
    const user = worker.value?.username ?? ''
    const asked = Date.now()
    const fresh = await call(doorstepOperations.readDoorstep, { params: { v: slug } })
    clockOff.value = fresh.now - (asked + Date.now()) / 2
    village.value = slug
    rememberVillage(slug)
    outbox = outboxOf(user, slug)
    await outbox.offerAgain(fresh.epoch)
    await outbox.tidy(Date.now())
    await reread()
    take(fresh, asked)
    isFresh = true
    await keep.putDoors({ user, village: slug, doors: fresh, clockOff: clockOff.value })
  }

  /** Goes to one of several villages. */
  function choose(slug: string): void {
    village.value = slug
    sending.now()
  }

  function askToSignIn(): void {
    isFresh = false
    phase.value = 'sign-in'
  }
  onSignedOut(askToSignIn)

  /** @throws Failure */
  async function signIn(username: string, password: string): Promise<void> {
    // Known to all windows before the cookie is: none sends another's items under this name.
    if (worker.value?.username !== username) rememberWorker({ username, name: username })
    const session = await call(sessionOperations.signIn, { body: { username, password } })
    oweSignOut(false)
    phase.value = 'opening'
    await enter(session).catch((error: unknown) => {
      refusal.value = asFailure(error).message
      phase.value = 'unreachable'
    })
    sending.now()
  }

  /** What is not sent stays on the phone, and waits for this person. */
  async function signOut(): Promise<void> {
    oweSignOut(true)
    await endSession().catch(() => undefined)
    await keep.dropDoors(worker.value?.username ?? '')
    rememberWorker(null)
    worker.value = null
    doors.value = null
    outbox = null
    askToSignIn()
  }

  /** @throws Failure while the server is out of reach */
  async function endSession(): Promise<void> {
    await call(sessionOperations.signOut)
    oweSignOut(false)
  }

  function goTo(next: string | null): void {
    token.value = next
    if (village.value !== null) history.pushState(null, '', addressOf(village.value, next))
    scrollTo(0, 0)
  }

  addEventListener('popstate', () => {
    token.value = readPlace(location).token
  })

  const handing = useHanding({ keep: () => keep, doors, round, worker, village, today, onKept: kept })
  const { redoing } = handing

  async function kept(): Promise<void> {
    await reread()
    sending.now()
  }

  /** Opens the door of a refused item to do it again. */
  function redo(item: Item): void {
    const door = all.value.find((one) => one.door === item.body.door)
    if (!door) return
    if (item.kind === 'visit') round.value = item.round
    redoing.value = item
    goTo(door.token)
  }

  return {
    phase,
    refusal,
    worker,
    village,
    doors,
    all,
    round,
    token,
    items,
    own,
    waiting,
    refused,
    othersWaiting,
    isLasting,
    sending,
    open,
    choose,
    signIn,
    signOut,
    goTo,
    redo,
    ...handing,
  }
}
