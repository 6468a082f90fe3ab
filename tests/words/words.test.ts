import { describe, expect, it } from 'vitest'
import { type Place, places, wordFaults } from './find.ts'

describe('the words of the product', () => {
  it.each(places())('are said and complete in both languages: $name', (place) => {
    expect(place.chinese.size).toBeGreaterThan(10)
    expect(wordFaults(place)).toEqual([])
  })
})

describe('the check of words', () => {
  const page: Place = {
    name: 'page',
    sources: [`t('list.title')`, 't(`kind.${kind}`)'],
    chinese: new Map([
      ['list.title', '共 {count} 户'],
      ['kind.award', '加分'],
    ]),
    english: new Map([
      ['list.title', '{count} in all'],
      ['kind.award', 'Award'],
    ]),
    says: [/\bt\('([^']+)'/g],
  }

  it('finds nothing wrong with words that are whole', () => {
    expect(wordFaults(page)).toEqual([])
  })

  it.each<[string, Partial<Place>]>([
    ['list.title has no English words', { english: new Map([['kind.award', 'Award']]) }],
    [
      'list.title names other figures in English',
      { english: new Map([...page.english, ['list.title', 'all']]) },
    ],
    ['old has no Chinese words', { english: new Map([...page.english, ['old', 'Old']]) }],
    ['list.none is said but has no words', { sources: [...page.sources, `t('list.none')`] }],
    ['nobody says kind.award', { sources: [`t('list.title')`] }],
  ])('finds that %s', (fault, change) => {
    expect(wordFaults({ ...page, ...change })).toEqual([`page: ${fault}`])
  })
})
