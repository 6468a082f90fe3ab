import { useEventListener } from '@vueuse/core'
import { ref, shallowRef } from 'vue'
import { doorstepOperations } from '../../../server/contract/operations/rounds/doorstep.ts'
import type { DoorstepView } from '../../../server/contract/rounds/doorstep.ts'
import { localDateAt } from '../../../server/domain/calendar/calendar.ts'
import { call } from '../../shell/api/call.ts'
import type { DoorstepStore } from '../outbox/doorstepStore.ts'
import { addressOf, readPlace, rememberVillage } from './place.ts'

/** Doors as the server gave them. */
export interface ReadDoors {
  doors: DoorstepView
  /** When they were asked for, by the phone's clock, ms. */
  at: number
  /** The server's clock minus the phone's, ms. */
  clockOff: number
}

/** Where the page is: the village, its doors, the round in hand, and the door that is open. */
export function useDoors(store: DoorstepStore) {
  const place = readPlace(location)
  const village = ref(place.village)
  const token = ref(place.token)
  const doors = shallowRef<DoorstepView | null>(null)
  /** Id. */
  const round = ref<number | null>(null)
  const readAt = ref(0)
  let clockOff = 0

  useEventListener('popstate', () => {
    token.value = readPlace(location).token
  })

  /** Local date by the server's clock. */
  function today(): string {
    return localDateAt(Date.now() + clockOff, doors.value?.village.timezone ?? 'Asia/Shanghai')
  }

  function show(read: ReadDoors): void {
    readAt.value = read.at
    clockOff = read.clockOff
    doors.value = read.doors
    const { rounds } = read.doors
    if (!rounds.some(({ id }) => id === round.value)) round.value = rounds[0]?.id ?? null
  }

  /** Shows the worker's doors stored on the phone; the token alone finds its village among them. */
  async function showStored(username: string): Promise<boolean> {
    const stored = (await store.doors()).find((one) => {
      if (one.user !== username) return false
      if (village.value !== null) return one.village === village.value
      return one.doors.doors.some((door) => door.token === token.value)
    })
    if (!stored) return false
    const { doors: known, clockOff: off } = stored
    village.value = stored.village
    show({ doors: known, at: known.now - off, clockOff: off })
    return true
  }

  /** Reads a village's doors from the server, which becomes the village at hand. @throws Failure */
  async function read(slug: string): Promise<ReadDoors> {
    const at = Date.now()
    const fresh = await call(doorstepOperations.readDoorstep, { params: { v: slug } })
    village.value = slug
    rememberVillage(slug)
    return { doors: fresh, at, clockOff: fresh.now - (at + Date.now()) / 2 }
  }

  /** Opens a door by its token; null opens the list. */
  function goTo(next: string | null): void {
    token.value = next
    if (village.value !== null) history.pushState(null, '', addressOf(village.value, next))
    scrollTo(0, 0)
  }

  return { village, token, doors, round, readAt, today, show, showStored, read, goTo }
}
