import { computed, ref } from 'vue'
import { ruleWorth } from '../../server/domain/rules/ruleWords.ts'
import { filterWords } from '../fields/lists/filterWords.ts'
import { useSorted } from '../fields/lists/sorting.ts'
import { useTextSearch } from '../fields/loading/useTextSearch.ts'
import { usePoints } from '../fields/usePoints.ts'
import { t } from '../shell/words/translate.ts'
import { useVillage } from '../villages/village.ts'
import { ruleChoices } from './ruleChoices.ts'

/** The village's rules as they are searched, filtered by dimension and sorted within each. */
export function useRuleList() {
  const { rules, village } = useVillage()
  const { pointUnit } = usePoints()
  const dimension = ref(0)
  const dimensionOptions = computed(() => [
    { value: 0, label: t('list.all') },
    ...village.value.dimensions.map(({ id, name }) => ({ value: id, label: name })),
  ])
  /** With the numbers that they are entered by. */
  const choices = computed(() =>
    ruleChoices(
      rules.value,
      village.value.dimensions.map(({ id }) => id),
    ),
  )
  const ofDimension = computed(() =>
    choices.value.filter(({ rule }) => dimension.value === 0 || rule.dimension.id === dimension.value),
  )
  const { text, found } = useTextSearch(ofDimension, ({ rule, code }) => [
    code,
    rule.text,
    rule.terms.note ?? null,
    rule.dimension.name,
    ruleWorth(rule.terms, t, pointUnit.value),
    rule.retired ? t('rules.retired') : null,
  ])
  const { sorting, sorted } = useSorted(found, {
    code: ({ code }) => code,
    text: ({ rule }) => rule.text,
    worth: ({ rule }) => ruleWorth(rule.terms, t, pointUnit.value),
    version: ({ rule }) => rule.version,
  })
  /** By dimension, in each by the column that was chosen. */
  const sections = computed(() =>
    village.value.dimensions
      .map((one) => ({
        dimension: one,
        choices: sorted.value?.filter(({ rule }) => rule.dimension.id === one.id) ?? [],
      }))
      .filter((section) => section.choices.length > 0),
  )
  const filters = computed(() =>
    filterWords([
      [t('households.search'), text.value],
      [t('rules.dimension'), village.value.dimensions.find(({ id }) => id === dimension.value)?.name ?? ''],
    ]),
  )
  const inUse = computed(() => sorted.value?.filter(({ rule }) => !rule.retired).length ?? 0)

  function clear(): void {
    text.value = ''
    dimension.value = 0
  }

  return { text, dimension, dimensionOptions, sorting, sorted, sections, filters, inUse, clear }
}
