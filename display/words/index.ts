import { createI18n } from 'vue-i18n'
import en from './en.json'
import zhCN from './zh-CN.json'

/** What the wall says: Chinese, or English with `?lang=en`. */
export const words = createI18n({
  legacy: false,
  locale: new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, en },
})
