/** Sentences for whoever runs the server or a command, in one language at a time. */
import type { Params } from '../domain/answers/fault.ts'
import { filled, type Language } from './index.ts'
import en from './terminal.en.json' with { type: 'json' }
import zhCN from './terminal.zh-CN.json' with { type: 'json' }

const words: Record<Language, Record<string, string>> = { 'zh-CN': zhCN, en }

/** @throws when the code has no words */
export function terminalSentence(language: Language, code: string, params: Params = {}): string {
  return filled(words, language, code, params)
}

/** The language of a terminal: English where its locale says so, else Chinese. */
export function terminalLanguage({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  return /^en/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'en' : 'zh-CN'
}

/** Stops a command or the start with a sentence; the message is its English. */
export class Stopped extends Error {
  /** 1 when what was asked does not hold, 2 for wrong use. */
  readonly exitCode: 1 | 2 = 1
  readonly code: string
  readonly params: Params

  constructor(code: string, params: Params = {}) {
    super(terminalSentence('en', code, params))
    this.code = code
    this.params = params
  }

  sentence(language: Language): string {
    return terminalSentence(language, this.code, this.params)
  }
}
