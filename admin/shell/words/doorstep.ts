/** Loads the texts of the doorstep page alone: a phone on a weak network takes no others. */
import en from './en.json?only=action,atDoor,cap,failure,period,range,rule,scan'
import { loadWords } from './translate.ts'
import zhCN from './zh-CN.json?only=action,atDoor,cap,failure,period,range,rule,scan'

loadWords(zhCN, en)
