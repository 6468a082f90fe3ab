/** Every text of the panel, by key and language. */
import { createI18n } from 'vue-i18n'
import { type Say } from '../../server/domain/ruleWords.ts'
import en from './en.json' with { type: 'json' }
import zhCN from './zh-CN.json' with { type: 'json' }

export type Language = 'zh-CN' | 'en'

const memory = 'yiping.language'

function remembered(): Language {
  try {
    return localStorage.getItem(memory) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

export const words = createI18n({
  legacy: false,
  locale: remembered(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, en },
  missingWarn: false,
})

export function currentLanguage(): Language {
  return words.global.locale.value
}

/** Changes the language of the whole panel, for this browser. */
export function speak(language: Language): void {
  words.global.locale.value = language
  document.documentElement.lang = language
  try {
    localStorage.setItem(memory, language)
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** Puts words to a key outside of components. */
export const say: Say = (key, params = {}) => words.global.t(key, params)
