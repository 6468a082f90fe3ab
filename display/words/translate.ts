/** Texts by key: Chinese, or English with `?lang=en`. */
import { shallowRef } from 'vue'
import zhCN from './zh-CN.json' with { type: 'json' }

/** Texts under keys, in groups. */
interface Words {
  [key: string]: string | Words
}

const isEnglish = new URLSearchParams(globalThis.location?.search).get('lang') === 'en'
let words: Words = zhCN

export const locale = shallowRef(isEnglish ? 'en' : 'zh-CN')

/** Loads the words of a language other than Chinese; call it before the first text is shown. */
export async function loadWords(): Promise<void> {
  if (isEnglish) words = (await import('./en.json')).default
}

/**
 * The text of a key, with values in place of their names in braces. In place of a library: the wall's first picture
 * waits for every byte of its code.
 *
 * @param key of groups and a text, joined by dots
 * @returns the key where there is no such text
 */
export function t(key: string, values: Record<string, string | number> = {}): string {
  let found: string | Words | undefined = words
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined
  if (typeof found !== 'string') return key
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
