/** Loads every text of the panel. */
import en from './en.json' with { type: 'json' }
import { loadWords } from './translate.ts'
import zhCN from './zh-CN.json' with { type: 'json' }

loadWords(zhCN, en)
