import { computed, type InjectionKey, ref } from 'vue'
import type { SessionView } from '../../server/contract/people/session.ts'
import { onSignedOut } from '../shell/api/call.ts'
import { asFailure } from '../shell/api/failure.ts'
import { standings } from './doors/standing.ts'
import { useDoors } from './doors/useDoors.ts'
import { DoorstepStore } from './outbox/doorstepStore.ts'
import type { Item } from './outbox/item.ts'
import { Outbox, type Outcome } from './outbox/outbox.ts'
import { postThrough } from './outbox/post.ts'
import { useItems } from './outbox/useItems.ts'
import { useNewItems } from './outbox/useNewItems.ts'
import { useSending } from './outbox/useSending.ts'
import { rememberedWorker } from './session/rememberedWorker.ts'
import { mayInspect, useWorkerSession, workerOf } from './session/useWorkerSession.ts'

/** Doors older than this are read again before items are sent, ms. */
const staleMs = 5 * 60_000

/** What the page can show now. */
export type Phase = 'opening' | 'sign-in' | 'choose' | 'forbidden' | 'unreachable' | 'ready'

export type Doorstep = ReturnType<typeof useDoorstep>
export const doorstepKey: InjectionKey<Doorstep> = Symbol('doorstep')

/** The state of the page: who works where, the doors, and what was done at them. */
export function useDoorstep() {
  const phase = ref<Phase>('opening')
  const refusal = ref('')
  /** False once something is held in memory alone. */
  const isStored = ref(true)
  const store = new DoorstepStore(() => (isStored.value = false))
  const { worker, setWorker, ...session } = useWorkerSession()
  const { village, token, doors, round, readAt, today, goTo, ...list } = useDoors(store)
  const isOwn = (item: Item) => item.user === worker.value?.username && item.village === village.value
  const { reread, ...items } = useItems(store, isOwn)
  const all = computed(() =>
    doors.value ? standings(doors.value, round.value, items.own.value, readAt.value) : [],
  )
  let outbox: Outbox | null = null
  /** Whether the doors were read since the server last failed to answer: it may have been restored meanwhile. */
  let isFresh = false

  const sending = useSending(send)
  const newItems = useNewItems({ store, doors, round, worker, village, today, onStored })

  async function open(): Promise<void> {
    await reread()
    if (worker.value && (await list.showStored(worker.value.username))) setReady()
    sending.now()
  }

  async function send(): Promise<Outcome> {
    if (Date.now() - readAt.value > staleMs) isFresh = false
    if (!isFresh) await refresh()
    if (!isFresh)
      return phase.value === 'ready' || phase.value === 'unreachable' ? 'unreachable' : 'signed-out'
    if (!outbox || !doors.value) return 'empty'
    const outcome = await outbox.send(doors.value.epoch, reread)
    if (outcome !== 'empty') isFresh = false
    return outcome
  }

  function setReady(): void {
    outbox ??= outboxOf(worker.value?.username ?? '', village.value ?? '')
    phase.value = 'ready'
  }

  function outboxOf(user: string, slug: string): Outbox {
    const isOthers = () => (rememberedWorker()?.username ?? user) !== user
    return new Outbox(store, postThrough(store), { user, village: slug, isOthers })
  }

  /** Reads the session and its doors from the server; while it is unreachable, stored doors stay. */
  async function refresh(): Promise<void> {
    try {
      const view = await session.read()
      if (view) await enter(view)
      else askToSignIn()
    } catch (error) {
      refusal.value = asFailure(error).message
      if (phase.value !== 'ready') phase.value = 'unreachable'
    }
  }

  async function enter(view: SessionView): Promise<void> {
    const next = workerOf(view)
    if (worker.value?.username !== next.username) doors.value = null
    setWorker(next)
    if (village.value === null) {
      const places = new Set(view.roles.map((given) => given.village))
      const [only] = places
      if (places.size === 1 && only) village.value = only
      else if (mayInspect(view, null) || places.size > 1) {
        phase.value = 'choose'
        return
      }
    }
    if (village.value === null || !mayInspect(view, village.value)) phase.value = 'forbidden'
    else await load(next.username, village.value)
  }

  async function load(user: string, slug: string): Promise<void> {
    const fresh = await list.read(slug)
    outbox = outboxOf(user, slug)
    await outbox.offerAgain(fresh.doors.epoch)
    await outbox.removeOld(Date.now())
    await reread()
    list.show(fresh)
    setReady()
    isFresh = true
    await store.putDoors({ user, village: slug, doors: fresh.doors, clockOff: fresh.clockOff })
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
    const view = await session.signIn(username, password)
    phase.value = 'opening'
    await enter(view).catch((error: unknown) => {
      refusal.value = asFailure(error).message
      phase.value = 'unreachable'
    })
    sending.now()
  }

  /** Unsent items stay on the phone until this person signs in again. */
  async function signOut(): Promise<void> {
    await session.signOut()
    await store.removeDoors(worker.value?.username ?? '')
    setWorker(null)
    doors.value = null
    outbox = null
    askToSignIn()
  }

  async function onStored(): Promise<void> {
    await reread()
    sending.now()
  }

  /** Opens the door of a refused item to do it again. */
  function redo(item: Item): void {
    const door = all.value.find((one) => one.door === item.body.door)
    if (!door) return
    if (item.kind === 'visit') round.value = item.round
    newItems.redoing.value = item
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
    isStored,
    sending,
    open,
    choose,
    signIn,
    signOut,
    goTo,
    redo,
    ...items,
    ...newItems,
  }
}
