import { v7 as newId } from 'uuid'
import { computed, reactive, type Ref, ref, shallowRef, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { PersonView } from '../../server/contract/people/people.ts'
import type { AssignmentView, CheckSheetView, RoundEntry } from '../../server/contract/rounds/rounds.ts'
import { addDays, monthOf } from '../../server/domain/calendar/calendar.ts'
import { powersOf } from '../../server/domain/people/powers.ts'
import { roundName, usualStars } from '../../server/domain/rules/readySheets.ts'
import { cutText } from '../../server/domain/text/characters.ts'
import { formatMonth } from '../../server/domain/text/format.ts'
import { useForm } from '../fields/dialogs/useForm.ts'
import { usePoints } from '../fields/usePoints.ts'
import { call } from '../shell/api/call.ts'
import { asFailure } from '../shell/api/failure.ts'
import { locale, t } from '../shell/words/translate.ts'
import { useVillage } from '../villages/village.ts'

/** The form that opens a round: its defaults, and sending it. */
export function useOpening(open: Ref<boolean>, rounds: () => readonly RoundEntry[]) {
  const { slug, village, today } = useVillage()
  const { typedPoints, unitsOf } = usePoints()
  const form = reactive({
    month: monthOf(today()),
    sheet: 0,
    name: '',
    second: 'refuse' as 'average' | 'refuse',
    outcome: 'claims' as 'claims' | 'postings',
    onWall: true,
  })
  const stars = ref<Record<5 | 4 | 3, string>>({ 5: '', 4: '', 3: '' })
  const known = shallowRef<CheckSheetView[]>([])
  const inspectors = shallowRef<PersonView[]>([])
  const assignments = ref<AssignmentView[]>([])
  const { refusal, refuse, submit } = useForm()
  const isLoading = ref(false)
  let id = newId()
  /** Counts openings: only the last one may fill the form. */
  let opening = 0

  const sheets = computed(() => known.value.map((sheet) => ({ value: sheet.id, label: sheet.name })))
  /** This month and the one before: later ones have no doors to visit yet. */
  const months = computed(() => {
    const now = monthOf(today())
    return [now, monthOf(addDays(`${now}-01`, -1))].map((month) => ({
      value: month,
      label: formatMonth(month, locale.value),
    }))
  })

  watch(open, (isOpen) => isOpen && void begin())
  watch(
    () => [form.month, form.sheet],
    () => (form.name = proposedName()),
  )
  watch([form, stars, assignments], () => (id = newId()), { deep: true })

  async function begin(): Promise<void> {
    const mine = ++opening
    isLoading.value = true
    refusal.value = ''
    try {
      const params = { v: slug }
      const [{ items }, people] = await Promise.all([
        call(operations.listSheets, { params }),
        call(operations.listPeople, { params }),
      ])
      if (mine !== opening) return
      known.value = items.filter(({ retired }) => !retired)
      inspectors.value = people.items.filter((one) => rolesOf(one).has('inspect'))
      assignments.value = byGrids()
      proposed()
    } catch (error) {
      if (mine === opening) refuse(asFailure(error))
    } finally {
      if (mine === opening) isLoading.value = false
    }
  }

  const rolesOf = ({ roles, everywhere }: PersonView) => powersOf([...roles, ...everywhere])

  /** Inspectors by their grids, those without one in the whole village; administrators only where they have one. */
  function byGrids(): AssignmentView[] {
    const all = village.value.groups.map(({ id: group }) => group)
    return inspectors.value
      .filter(
        ({ grid, roles, everywhere }) => grid.length > 0 || [...roles, ...everywhere].includes('inspector'),
      )
      .map(({ id: person, grid }) => ({ person, groups: grid.length > 0 ? grid : all }))
  }

  /** What the last round had, or what is usual. */
  function proposed(): void {
    const [last] = rounds()
    form.month = monthOf(today())
    form.sheet = (known.value.find((sheet) => sheet.id === last?.sheet) ?? known.value[0])?.id ?? 0
    form.second = last?.second ?? 'refuse'
    form.outcome = last?.outcome ?? 'claims'
    form.onWall = last?.onWall ?? true
    form.name = proposedName()
    const from = (count: number) => {
      const own = last?.stars.find((one) => one.stars === count)?.from
      if (last) return own === undefined ? '' : typedPoints(own)
      return String(usualStars.find((one) => one.stars === count)?.from ?? '')
    }
    stars.value = { 5: from(5), 4: from(4), 3: from(3) }
  }

  function proposedName(): string {
    const sheet = known.value.find((one) => one.id === form.sheet)?.name ?? ''
    const named = { month: Number(form.month.slice(5)), sheet: roundName(sheet) }
    return cutText(t('rounds.proposedName', named), 32)
  }

  /** Opens the round; `opened` gets its id. */
  async function send(opened: (round: number) => void): Promise<void> {
    const thresholds = ([5, 4, 3] as const)
      .filter((count) => stars.value[count].trim() !== '')
      .map((count) => ({ stars: count, from: unitsOf(stars.value[count]) ?? NaN }))
    const body = { id, ...form, name: form.name.trim(), stars: thresholds, assignments: assignments.value }
    await submit(async () => opened((await call(operations.openRound, { params: { v: slug }, body })).id))
  }

  return { form, stars, sheets, months, inspectors, assignments, isLoading, send }
}
