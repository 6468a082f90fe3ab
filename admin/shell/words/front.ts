/** Loads the texts of the pages before the panel alone; the panel's frame loads the others with itself. */
import en from './en.json?only=product,otherLanguage,state,failure,signIn,setUp,password'
import { loadWords } from './translate.ts'
import zhCN from './zh-CN.json?only=product,otherLanguage,state,failure,signIn,setUp,password'

loadWords(zhCN, en)
