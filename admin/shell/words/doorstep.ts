/** The texts of the doorstep page alone: a phone on a weak network takes no others. */
import { createI18n } from 'vue-i18n'
import en from './en.json?only=action,atDoor,cap,failure,period,range,rule,scan'
import { type Language, rememberedLanguage, speakWith } from './translate.ts'
import zhCN from './zh-CN.json?only=action,atDoor,cap,failure,period,range,rule,scan'

export const words = createI18n({
  legacy: false,
  locale: rememberedLanguage(),
  fallbackLocale: 'zh-CN' satisfies Language,
  messages: { 'zh-CN': zhCN, en },
  missingWarn: false,
})

speakWith({
  say: (key, params = {}) => words.global.t(key, params),
  language: () => words.global.locale.value,
})
