import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { sessionOperations } from '../../../server/contract/operations/people/session.ts'
import type { SessionState, SessionView } from '../../../server/contract/people/session.ts'
import { type Power, powersOf, type Role } from '../../../server/domain/people/powers.ts'
import { call, onSignedOut } from '../api/call.ts'
import { asFailure, type Failure } from '../api/failure.ts'

/** Who is signed in, and what they may do where. */
export const useSession = defineStore('session', () => {
  const state = shallowRef<SessionState | null>(null)
  const failure = shallowRef<Failure | null>(null)
  /** Whether the server ended the session, and not the person. */
  const hasEnded = ref(false)
  let waiting: (() => void)[] = []

  const session = computed(() => state.value?.session ?? null)
  const user = computed(() => session.value?.user ?? null)

  /** The village of somebody who works in no other; null for all others. */
  const onlyVillage = computed(() => {
    const places = new Set((session.value?.roles ?? []).map(({ village }) => village))
    return places.size === 1 ? ([...places][0] ?? null) : null
  })

  /** Asks the server who is signed in; on failure `failure` says why and `state` stays null. */
  async function load(): Promise<void> {
    failure.value = null
    try {
      keep(await call(sessionOperations.readSession))
    } catch (error) {
      failure.value = asFailure(error)
    }
  }

  /** Waits until the server has said who is signed in. */
  function known(): Promise<void> {
    return state.value ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))
  }

  async function signIn(username: string, password: string): Promise<void> {
    enter(await call(sessionOperations.signIn, { body: { username, password } }))
  }

  async function setUp(first: {
    code: string
    username: string
    displayName: string
    password: string
  }): Promise<void> {
    enter(await call(sessionOperations.setup, { body: first }))
  }

  async function signOut(): Promise<void> {
    await call(sessionOperations.signOut)
    leave()
  }

  /** What the person may do in a village, or with null on the whole server. */
  function powersIn(village: string | null): ReadonlySet<Power> {
    return powersOf(rolesIn(village))
  }

  /** The person's roles in a village, or with null on the whole server. */
  function rolesIn(village: string | null): Role[] {
    const held = session.value?.roles ?? []
    const reaching = held.filter((given) => given.village === null || given.village === village)
    return reaching.map(({ role }) => role)
  }

  function keep(next: SessionState): void {
    state.value = next
    for (const resolve of waiting) resolve()
    waiting = []
  }

  function enter(view: SessionView): void {
    hasEnded.value = false
    keep({ setupNeeded: false, session: view })
  }

  function leave(): void {
    if (state.value) state.value = { ...state.value, session: null }
  }

  onSignedOut(() => {
    hasEnded.value = session.value !== null
    leave()
  })

  return {
    state,
    failure,
    session,
    user,
    onlyVillage,
    hasEnded,
    load,
    known,
    signIn,
    setUp,
    signOut,
    powersIn,
    rolesIn,
  }
})
