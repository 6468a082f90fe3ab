import { v7 as newId } from 'uuid'
import { computed, reactive, type Ref, ref, shallowRef, watch } from 'vue'
import type { ActivityView } from '../../server/contract/activities/activities.ts'
import { operations } from '../../server/contract/operations/operations.ts'
import type { RuleView } from '../../server/contract/villages/rules.ts'
import type { ActivityCounts, WallUse } from '../../server/domain/activities/activities.ts'
import type { LocalDate } from '../../server/domain/calendar/calendar.ts'
import { useForm } from '../fields/dialogs/useForm.ts'
import { usePoints } from '../fields/usePoints.ts'
import { pointRequest } from '../rules/pointRequest.ts'
import { neededValue } from '../rules/ruleWords.ts'
import { call } from '../shell/api/call.ts'
import { t } from '../shell/words/translate.ts'
import { useVillage } from '../villages/village.ts'

/** The form that plans an activity, or changes one. */
export function useActivityForm(open: Ref<boolean>, activity: () => ActivityView | null) {
  const { slug, rules, village, today } = useVillage()
  const { typedPoints, pointUnit, step } = usePoints()
  const form = reactive({
    name: '',
    venue: '',
    starts: '09:00',
    ends: '10:00',
    counts: 'household' as ActivityCounts,
    room: '',
    groups: [] as number[],
    byCode: true,
    wall: 'alone' as WallUse,
  })
  const heldOn = ref<LocalDate | null>(today())
  const rule = shallowRef<RuleView | null>(null)
  const value = ref('')
  const { refusal, complain, submit } = useForm()
  let id = newId()

  const terms = computed(() => rule.value?.terms ?? null)
  /** Persons count by rules per unit alone. */
  const mayCountPeople = computed(() => terms.value?.scale.type === 'perUnit')
  const needsValue = computed(
    () =>
      terms.value !== null &&
      neededValue(terms.value) !== 'nothing' &&
      !(mayCountPeople.value && form.counts === 'person'),
  )
  const groups = computed(() => village.value.groups)

  watch(mayCountPeople, (may) => {
    if (!may) form.counts = 'household'
  })
  watch(open, (isOpen) => isOpen && fill(), { immediate: true })
  watch([form, heldOn, rule, value], () => (id = newId()), { deep: true })

  function fill(): void {
    const known = activity()
    refusal.value = ''
    heldOn.value = known?.heldOn ?? today()
    rule.value = rules.value.find((one) => one.id === known?.rule) ?? null
    value.value = known ? valueOf(known) : ''
    Object.assign(form, {
      name: known?.name ?? '',
      venue: known?.venue ?? '',
      starts: known?.starts ?? '09:00',
      ends: known?.ends ?? '10:00',
      counts: known?.counts ?? 'household',
      room: known?.room ? String(known.room) : '',
      groups: known?.groups ?? [],
      byCode: known?.byCode ?? true,
      wall: known?.wall ?? 'alone',
    })
  }

  function valueOf({ points, units }: ActivityView): string {
    return points === null ? String(units ?? '') : typedPoints(points)
  }

  /** Saves what was typed; `saved` gets the activity's id. */
  async function send(saved: (activity: number) => void): Promise<void> {
    if (!rule.value) return complain('rule', t('missing.rule'))
    if (heldOn.value === null) return complain('heldOn', t('missing.date'))
    const request = needsValue.value ? pointRequest(rule.value.terms, value.value, pointUnit.value) : {}
    if (!request) return complain(neededValue(rule.value.terms), t('missing.value', { step: step() }))
    const room = form.room.trim()
    if (room !== '' && !/^[1-9]\d{0,4}$/.test(room)) return complain('room', t('activities.roomFault'))
    const plan = {
      ...form,
      name: form.name.trim(),
      venue: form.venue.trim(),
      heldOn: heldOn.value,
      rule: rule.value.id,
      points: request.points ?? null,
      units: request.units ?? null,
      room: room === '' ? null : Number(room),
    }
    await submit(async () => {
      const known = activity()
      const answer = known
        ? await call(operations.changeActivity, { params: { v: slug, activity: known.id }, body: plan })
        : await call(operations.createActivity, { params: { v: slug }, body: { id, ...plan } })
      saved(answer.id)
    })
  }

  return { form, heldOn, rule, value, terms, mayCountPeople, needsValue, groups, send }
}
