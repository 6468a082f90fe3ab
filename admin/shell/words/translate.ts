/** Translation outside of components. Each page sets its translator once, when it starts. */
import { readStored, writeStored } from '../../../server/domain/page/storedValue.ts'
import type { Say } from '../../../server/domain/rules/ruleWords.ts'

export type Language = 'zh-CN' | 'en'

interface Translator {
  say: Say
  language: () => Language
}

let translator: Translator = { say: (key) => key, language: () => 'zh-CN' }

export function speakWith(next: Translator): void {
  translator = next
}

/** The text of a key in the current language. */
export const say: Say = (key, params = {}) => translator.say(key, params)

export function currentLanguage(): Language {
  return translator.language()
}

const memory = 'yiping.language'

/** The language that was chosen in this browser. */
export function rememberedLanguage(): Language {
  return readStored(memory) === 'en' ? 'en' : 'zh-CN'
}

export function rememberLanguage(language: Language): void {
  writeStored(memory, language)
}
