/** Sentences for what verification finds. */
import type { Fault, FaultCode, Params } from '../../domain/answers/fault.ts'
import type { PointLevel } from '../../domain/points/points.ts'
import { fillIn } from '../../domain/text/recordText.ts'
import type { Language } from '../index.ts'
import en from './verification.en.json' with { type: 'json' }
import zhCN from './verification.zh-CN.json' with { type: 'json' }

const words: Record<Language, Record<FaultCode, string>> = { 'zh-CN': zhCN, en }

/** The sentence of a fault. */
export function faultSentence(language: Language, { code, params }: Fault): string {
  return fillIn(words[language][code], inWords(language, params))
}

/** Params with each fault in them as its sentence. */
export function inWords(language: Language, params: Params): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'object' ? inOneWord(language, value) : value,
    ]),
  )
}

function inOneWord(language: Language, value: Fault | PointLevel[]): string {
  return Array.isArray(value) ? value.map(({ name }) => name).join(' / ') : faultSentence(language, value)
}
