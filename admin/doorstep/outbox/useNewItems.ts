import { v7 as newId } from 'uuid'
import { type Ref, shallowRef } from 'vue'
import type { DoorMendingView, NewMendingDecision } from '../../../server/contract/mendings/mendings.ts'
import type {
  DoorstepRuleView,
  DoorstepView,
  NewDoorScore,
} from '../../../server/contract/rounds/doorstep.ts'
import { type Findings, plainFindings, visitPoints } from '../../../server/domain/rules/checkSheet.ts'
import { findingWords } from '../../../server/domain/rules/findingWords.ts'
import { t } from '../../shell/words/translate.ts'
import type { DoorStanding } from '../doors/standing.ts'
import type { Worker } from '../session/rememberedWorker.ts'
import type { DoorstepStore } from './doorstepStore.ts'
import type { Item, Photo } from './item.ts'

interface NewItemOptions {
  store: DoorstepStore
  doors: Ref<DoorstepView | null>
  /** Id of the round in hand. */
  round: Ref<number | null>
  worker: Ref<Worker | null>
  /** Slug. */
  village: Ref<string | null>
  /** Local date by the server's clock. */
  today: () => string
  /** Called after a change of the stored items. */
  onStored: () => Promise<void>
}

/** What is done at a door: made into items and stored on the phone, before anything is sent. */
export function useNewItems({ store, doors, round, worker, village, today, onStored }: NewItemOptions) {
  /** A refused item that is being done again; removed once the new one is stored. */
  const redoing = shallowRef<Item | null>(null)

  const factsAt = ({ head }: DoorStanding, text: string, points: number | null) => ({
    user: worker.value?.username ?? '',
    name: worker.value?.name ?? '',
    village: village.value ?? '',
    head,
    text,
    points,
    unit: doors.value?.unit ?? (1 as const),
    state: 'waiting' as const,
    reason: '',
    sentAt: null,
    epoch: null,
    photosSent: [],
  })

  /** Stores what was found at a door. @returns the item's id */
  async function visit(
    door: DoorStanding,
    findings: Findings,
    note: string,
    photos: Photo[],
  ): Promise<string> {
    const opened = doors.value?.rounds.find(({ id }) => id === round.value)
    if (!opened) throw new Error('a visit needs a round')
    const id = newId()
    const { found, given } = plainFindings(opened.items, findings)
    const words = findingWords(opened.items, [{ found, given }], doors.value?.unit ?? 1).map(
      ({ text: one }) => one,
    )
    const text = words.length === 0 ? t('atDoor.clean') : words.join(t('atDoor.comma'))
    const body = {
      id,
      door: door.door,
      found,
      // An earlier server does not know grades.
      ...(given.length > 0 && { given }),
      ...(note === '' ? {} : { note }),
      photos: photos.map((photo) => photo.id),
      visitedOn: today(),
    }
    const facts = factsAt(door, text, visitPoints(opened.items, { found, given }))
    await add({ ...facts, id, kind: 'visit', round: opened.id, body }, photos)
    return id
  }

  /** Stores a score on the spot. @returns the item's id */
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
    await add({ ...factsAt(door, rule.text, null), id, kind: 'score', body }, photos)
    return id
  }

  /** Stores what was found of something that was to be put right. @returns the item's id */
  async function decideMending(
    door: DoorStanding,
    mending: DoorMendingView,
    { isPassed, reason }: Pick<NewMendingDecision, 'isPassed' | 'reason'>,
    photos: Photo[],
  ): Promise<string> {
    const id = newId()
    const body = { id, door: door.door, isPassed, reason, photos: photos.map((photo) => photo.id) }
    const text = t(isPassed ? 'atDoor.mending.passedText' : 'atDoor.mending.returnedText', {
      text: mending.text,
    })
    const facts = factsAt(door, text, isPassed ? mending.givesBack : null)
    await add({ ...facts, id, kind: 'mending', seq: mending.seq, body }, photos)
    return id
  }

  async function add(item: Item, photos: Photo[]): Promise<void> {
    await store.put(item, photos)
    const before = redoing.value
    if (before?.body.door === item.body.door) await store.remove(before)
    redoing.value = null
    await onStored()
  }

  /** Removes an item that the server refused. */
  async function giveUp(item: Item): Promise<void> {
    await store.remove(item)
    await onStored()
  }

  /** Copies of an item's photos, with new ids: a photo belongs to one item. */
  async function photosOf(item: Item): Promise<Photo[]> {
    const found = await Promise.all((item.body.photos ?? []).map((id) => store.photo(id)))
    return found.flatMap((photo) => (photo ? { ...photo, id: newId() } : []))
  }

  return { redoing, visit, score, decideMending, giveUp, photosOf }
}
