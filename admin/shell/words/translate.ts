/** Who puts words to keys outside of components: each page brings its own words, once, when it starts. */
import { type Say } from '../../../server/domain/rules/ruleWords.ts'

export type Language = 'zh-CN' | 'en'

interface Voice {
  say: Say
  language: () => Language
}

let voice: Voice = { say: (key) => key, language: () => 'zh-CN' }

export function speakWith(next: Voice): void {
  voice = next
}

/** Puts words to a key outside of components. */
export const say: Say = (key, params = {}) => voice.say(key, params)

export function currentLanguage(): Language {
  return voice.language()
}

const memory = 'yiping.language'

/** The language that was chosen in this browser. */
export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(memory) === 'en' ? 'en' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(memory, language)
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
