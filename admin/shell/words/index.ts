/** Every text of the panel, by key and language. */
import { createI18n } from 'vue-i18n'
import en from './en.json' with { type: 'json' }
import { type Language, rememberedLanguage, rememberLanguage, speakWith } from './translate.ts'
import zhCN from './zh-CN.json' with { type: 'json' }

export { currentLanguage, type Language, say } from './translate.ts'

export const words = createI18n({
  legacy: false,
  locale: rememberedLanguage(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, en },
  missingWarn: false,
})

speakWith({
  say: (key, params = {}) => words.global.t(key, params),
  language: () => words.global.locale.value,
})

/** Changes the language of the whole panel, for this browser. */
export function speak(language: Language): void {
  words.global.locale.value = language
  document.documentElement.lang = language
  rememberLanguage(language)
}
