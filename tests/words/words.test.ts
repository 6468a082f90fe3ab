import { describe, expect, it } from 'vitest'
import { chineseIn, strayChinese } from './chinese.ts'
import { type Place, places, wordFaults } from './find.ts'
import { otherSynonyms, synonymFaults } from './glossary.ts'

describe('the words of the product', () => {
  it.each(places())('are said and complete in both languages: $name', (place) => {
    expect(place.chinese.size).toBeGreaterThan(10)
    expect(wordFaults(place)).toEqual([])
    expect(synonymFaults(place.name, place.chinese)).toEqual([])
  })
})

it('have one name for one thing in all other files too', () => {
  expect(otherSynonyms()).toEqual([])
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

  it('refuses a second name of a thing, and says where it stands and what it is called', () => {
    const planted = new Map([...page.chinese, ['outbox.send', '现在送出']])
    expect(synonymFaults('page', planted)).toEqual(['page: outbox.send says 送出, the glossary has 提交'])
  })

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

describe('the check for Chinese in code', () => {
  it('finds none outside the allowed files', () => {
    expect(strayChinese()).toEqual([])
  })

  it.each([
    ['a string', 'a.ts', `const title = '积分'`, '积分'],
    ['a template', 'a.ts', 'const list = `${one}、${other}`', '、'],
    ['a script', 'A.vue', `<script setup lang="ts">\nconst title = '积分'\n</script>`, '积分'],
    ['a page', 'A.vue', '<template>\n  <p>积分</p>\n</template>', '<p>积分</p>'],
  ])('finds %s', (_, path, code, text) => {
    expect(chineseIn(path, code)).toEqual([`${path}: ${text}`])
  })

  it('passes comments and patterns', () => {
    expect(chineseIn('a.ts', `/** 积分 */\nconst door = /号$/u // 门牌`)).toEqual([])
    expect(chineseIn('A.vue', `<template>\n  <!-- 积分 -->\n  <p />\n</template>`)).toEqual([])
  })
})
