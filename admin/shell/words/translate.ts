/** Texts by key, in the language chosen in this browser. The panel and the doorstep page each load their own words. */
import { createI18n } from 'vue-i18n'
import { readStored, writeStored } from '../../../server/domain/page/storedValue.ts'

export type Language = 'zh-CN' | 'en'

const memory = 'yiping.language'

const words = createI18n({
  legacy: false,
  locale: readStored(memory) === 'en' ? 'en' : 'zh-CN',
  fallbackLocale: 'zh-CN' satisfies Language,
  messages: { 'zh-CN': {}, en: {} },
  missingWarn: false,
})

export const { t, d, locale } = words.global

/** Sets the page's words; call it before the first text is shown. */
export function loadWords(zhCN: object, en: object): void {
  words.global.setLocaleMessage('zh-CN', zhCN)
  words.global.setLocaleMessage('en', en)
  document.documentElement.lang = locale.value
}

/** Changes the language of the whole page, for this browser. */
export function chooseLanguage(language: Language): void {
  locale.value = language
  document.documentElement.lang = language
  writeStored(memory, language)
}
