import { t } from '../../shell/words/translate.ts'

/** What a list is filtered by, in words, for its head on paper; empty where nothing is. */
export function filterWords(filters: readonly (readonly [name: string, value: string])[]): string {
  return filters
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => t('list.filter', { name, value: value.trim() }))
    .join(' ')
}
