import { v7 as newId } from 'uuid'
import { computed, nextTick, reactive, type Ref, ref, shallowRef, watch } from 'vue'
import { operations } from '../../server/contract/operations/operations.ts'
import type { ClosingPreview, SeasonEntry } from '../../server/contract/seasons/seasons.ts'
import type { LocalDate } from '../../server/domain/calendar/calendar.ts'
import type { CarryTerms } from '../../server/domain/calendar/season.ts'
import { useForm } from '../fields/dialogs/useForm.ts'
import { usePoints } from '../fields/usePoints.ts'
import { typedFigure } from '../rules/pointRequest.ts'
import { call, wasAborted } from '../shell/api/call.ts'
import { asFailure } from '../shell/api/failure.ts'
import { useVillage } from '../villages/village.ts'

/** The form that closes a season: carry-over, preview, next season. */
export function useClosing(season: Readonly<Ref<SeasonEntry | null>>) {
  const { unitsOf } = usePoints()
  const { slug } = useVillage()
  const type = ref<CarryTerms['type']>('all')
  const figure = ref('')
  const next = reactive({ name: '', startsOn: null as LocalDate | null, endsOn: null as LocalDate | null })
  const preview = shallowRef<ClosingPreview | null>(null)
  const { refusal, refuse, submit } = useForm()
  let running: AbortController | null = null
  /** One id per content: a retry is idempotent. */
  let id = newId()
  let isProposed = false

  const carry = computed(() =>
    carryOf(type.value, type.value === 'percent' ? typedFigure(figure.value) : unitsOf(figure.value)),
  )

  async function look(): Promise<void> {
    running?.abort()
    preview.value = null
    refusal.value = ''
    if (!season.value || !carry.value) return
    const mine = (running = new AbortController())
    try {
      const params = { v: slug, season: season.value.id }
      const body = { carry: carry.value }
      preview.value = await call(operations.previewClosing, { params, body, signal: mine.signal })
      propose(preview.value.next)
    } catch (error) {
      if (!wasAborted(error)) refuse(asFailure(error))
    }
  }

  /** Fills in the next season with the first preview that comes; what was typed by then stays. */
  function propose(proposal: ClosingPreview['next']): void {
    if (isProposed) return
    isProposed = true
    next.name ||= proposal.name
    next.startsOn ??= proposal.startsOn
    next.endsOn ??= proposal.endsOn
  }

  watch(season, (now) => {
    if (!now) return
    isProposed = false
    Object.assign(next, { name: '', startsOn: null, endsOn: null })
    type.value = 'all'
    figure.value = ''
    void look()
  })
  watch([type, figure], () => void look())
  watch([season, type, figure, next], () => (id = newId()), { deep: true })

  /** Closes the season, then calls `closed`. */
  async function close(closed: () => void): Promise<void> {
    const { name, startsOn, endsOn } = next
    if (!season.value || !carry.value || !preview.value || !startsOn || !endsOn) return
    const params = { v: slug, season: season.value.id }
    const body = {
      id,
      carry: carry.value,
      expires: preview.value.expired,
      next: { name: name.trim(), startsOn, endsOn },
    }
    const failure = await submit(async () => {
      await call(operations.closeSeason, { params, body })
      closed()
    })
    // Other figures by now: show them before it is sent again.
    if (failure?.code !== 'closing-moved') return
    await look()
    await nextTick()
    refuse(failure)
  }

  return { type, figure, carry, next, preview, refusal, close }
}

function carryOf(type: CarryTerms['type'], figure: number | null): CarryTerms | null {
  if (type === 'all' || type === 'none') return { type }
  if (figure === null || figure < 0 || !Number.isInteger(figure)) return null
  if (type === 'percent') return figure <= 100 ? { type, percent: figure } : null
  return figure <= 1_000_000 ? { type, points: figure } : null
}
