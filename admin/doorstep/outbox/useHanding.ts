/** What is done at a door: made into an item, kept on the phone, and handed to the outbox. */
import { type Ref, shallowRef } from 'vue'
import { v7 as newId } from 'uuid'
import {
  type DoorstepRuleView,
  type DoorstepView,
  type NewDoorScore,
} from '../../../server/contract/rounds/doorstep.ts'
import { visitPoints } from '../../../server/domain/rules/checkSheet.ts'
import { say } from '../../shell/words/translate.ts'
import { type Item, type Photo } from './item.ts'
import { type Keep } from './doorstepStore.ts'
import { type DoorStanding } from './standing.ts'
import { type Worker } from './gridWorker.ts'

interface Work {
  keep: () => Keep
  doors: Ref<DoorstepView | null>
  /** Id of the round in hand. */
  round: Ref<number | null>
  worker: Ref<Worker | null>
  /** Slug. */
  village: Ref<string | null>
  /** Local date by the server's clock. */
  today: () => string
  /** Called once the phone keeps it. */
  onKept: () => Promise<void>
}

export function useHanding({ keep, doors, round, worker, village, today, onKept }: Work) {
  /** A refused item that is being done again; it goes once the new one is kept. */
  const redoing = shallowRef<Item | null>(null)

  const factsAt = ({ head }: DoorStanding, text: string, points: number | null) => ({
    user: worker.value?.username ?? '',
    name: worker.value?.name ?? '',
    village: village.value ?? '',
    head,
    text,
    points,
    state: 'waiting' as const,
    reason: '',
    sentAt: null,
    epoch: null,
    photosSent: [],
  })

  /** Keeps what was found at a door, then sends it. @returns the id under which it goes out */
  async function visit(door: DoorStanding, found: string[], note: string, photos: Photo[]): Promise<string> {
    const opened = doors.value?.rounds.find(({ id }) => id === round.value)
    if (!opened) throw new Error('a visit needs a round')
    const id = newId()
    const words = opened.items.filter(({ key }) => found.includes(key)).map(({ text }) => text)
    const text = words.length === 0 ? say('atDoor.clean') : words.join(say('atDoor.comma'))
    const body = {
      id,
      door: door.door,
      // A plain list: what Vue watches cannot be stored.
      found: [...found],
      ...(note === '' ? {} : { note }),
      photos: photos.map((photo) => photo.id),
      visitedOn: today(),
    }
    const facts = factsAt(door, text, visitPoints(opened.items, found))
    await hand({ ...facts, id, kind: 'visit', round: opened.id, body }, photos)
    return id
  }

  /** Keeps a score on the spot, then sends it. @returns the id under which it goes out */
  async function score(
    door: DoorStanding,
    rule: DoorstepRuleView,
    value: Pick<NewDoorScore, 'points' | 'units'>,
    photos: Photo[],
  ): Promise<string> {
    const id = newId()
    const body = {
      id,
      door: door.door,
      rule: rule.id,
      ...value,
      occurredOn: today(),
      photos: photos.map((photo) => photo.id),
    }
    await hand({ ...factsAt(door, rule.text, null), id, kind: 'score', body }, photos)
    return id
  }

  async function hand(item: Item, photos: Photo[]): Promise<void> {
    await keep().put(item, photos)
    const before = redoing.value
    if (before?.body.door === item.body.door) await keep().remove(before)
    redoing.value = null
    await onKept()
  }

  /** Forgets an item; what the server refused is then nowhere. */
  async function giveUp(item: Item): Promise<void> {
    await keep().remove(item)
    await onKept()
  }

  /** The photos of an item, under ids of their own: each is evidence of one thing. */
  async function photosOf(item: Item): Promise<Photo[]> {
    const found = await Promise.all((item.body.photos ?? []).map((id) => keep().photo(id)))
    return found.flatMap((photo) => (photo ? { ...photo, id: newId() } : []))
  }

  return { redoing, visit, score, giveUp, photosOf }
}
