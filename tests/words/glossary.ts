/** Holds the Chinese words against the glossary: one thing has one name in panel, phone, wall, paper and errors. */
import { readFileSync } from 'node:fs'
import { readWords, type Words } from './find.ts'

export interface Term {
  zh: string
  en: string
  /** Its name in the code. */
  code: string
  /** Other words for it, which no text may have. */
  refused: readonly string[]
}

export const glossary = JSON.parse(readFileSync('server/words/glossary.json', 'utf8')) as Term[]

/** Where words stand in a text that another term refuses, a sentence each. */
export function synonymFaults(name: string, chinese: Words, terms: readonly Term[] = glossary): string[] {
  return [...chinese].flatMap(([key, text]) =>
    terms.flatMap(({ zh, refused }) =>
      refused
        .filter((word) => text.includes(word))
        .map((word) => `${name}: ${key} says ${word}, the glossary has ${zh}`),
    ),
  )
}

/** Files of words beside those of the places, which are checked for their keys elsewhere. */
const others = ['changes/changes', 'fields/fields', 'workbookQuestions'].map(
  (file) => [file, `server/words/${file}.zh-CN.json`] as const,
)

/** Synonyms in all files of words but those of the places. */
export function otherSynonyms(): string[] {
  return others.flatMap(([name, path]) => synonymFaults(name, readWords(path)))
}
