/** Texts by key: Chinese, or English with `?lang=en`. */
import { createI18n } from 'vue-i18n'
import en from './en.json' with { type: 'json' }
import zhCN from './zh-CN.json' with { type: 'json' }

const words = createI18n({
  legacy: false,
  locale: new URLSearchParams(globalThis.location?.search).get('lang') === 'en' ? 'en' : 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, en },
})

export const { t, locale } = words.global
