/**
 * Holds the words of the pages and the server against the code that says them:
 * a key without words shows as a key, words without a key are dead.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Texts by key, dots between the parts. */
export type Words = Map<string, string>

export interface Place {
  name: string
  /** The files that say the words. */
  sources: string[]
  chinese: Words
  english: Words
  /** Captures a key where nothing but a key can stand. */
  says: RegExp[]
}

/** What is wrong with a place's words, a sentence each; empty when all is well. */
export function wordFaults({ name, sources, chinese, english, says }: Place): string[] {
  const code = sources.join('\n')
  const literals = new Set([...code.matchAll(/['"`]([\w.-]+)['"`]/g)].map(([, literal = '']) => literal))
  const prefixes = [...code.matchAll(/`([\w.-]+[.-])\$\{/g)].map(([, prefix = '']) => prefix)
  const said = new Set(says.flatMap((pattern) => [...code.matchAll(pattern)].map(([, key = '']) => key)))
  const isSaid = (key: string) => literals.has(key) || prefixes.some((prefix) => key.startsWith(prefix))
  const faults: string[] = []
  for (const key of chinese.keys()) {
    if (!english.has(key)) faults.push(`${name}: ${key} has no English words`)
    else if (figures(chinese.get(key)) !== figures(english.get(key)))
      faults.push(`${name}: ${key} names other figures in English`)
    if (!isSaid(key)) faults.push(`${name}: nobody says ${key}`)
  }
  for (const key of english.keys()) if (!chinese.has(key)) faults.push(`${name}: ${key} has no Chinese words`)
  for (const key of said) if (!chinese.has(key)) faults.push(`${name}: ${key} is said but has no words`)
  return faults
}

/** The figures a text leaves room for, in one order. */
const figures = (text = '') =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, figure]) => figure))].sort().join()

/** Reads a file of words. */
export function readWords(path: string): Words {
  const words: Words = new Map()
  flatten(JSON.parse(readFileSync(path, 'utf8')), '', words)
  return words
}

function flatten(value: unknown, key: string, words: Words): void {
  if (typeof value === 'string') words.set(key, value)
  else
    for (const [part, inner] of Object.entries(value as object))
      flatten(inner, key === '' ? part : `${key}.${part}`, words)
}

/** What is put into words for both pages. */
const sharedWords = ['ruleWords', 'redeemableWords', 'levelWords'].map(
  (file) => `server/domain/rules/${file}.ts`,
)

/** Every place of the product that has words of its own. */
export function places(): Place[] {
  const read = (...folders: string[]) =>
    folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(ts|vue)$/.test(path))
        .map((path) => readFileSync(join(folder, path), 'utf8')),
    )
  const page = (name: string, words: string): Place => {
    const chinese = readWords(`${words}/zh-CN.json`)
    const tops = [...new Set([...chinese.keys()].map((key) => key.split('.')[0]))].join('|')
    return {
      name,
      sources: [...read(name), ...sharedWords.map((file) => readFileSync(file, 'utf8'))],
      chinese,
      english: readWords(`${words}/en.json`),
      // What a form complains of is the path of a field, such as `review.over`.
      says: [/\b(?:t|say)\(\s*'([^']+)'/g, new RegExp(`(?<!complain\\()'((?:${tops})\\.[\\w.-]+)'`, 'g')],
    }
  }
  return [
    page('admin', 'admin/shell/words'),
    page('display', 'display/words'),
    {
      name: 'server',
      sources: read('server', 'db'),
      chinese: readWords('server/words/zh-CN.json'),
      english: readWords('server/words/en.json'),
      says: [
        /\bsentence\([^,()]+, '([^']+)'/g,
        /new Refused\(\s*'[^']+',\s*'([^']+)'/g,
        /\brefuseLines\('([^']+)'/g,
        /\btitle: '(column-[^']+)'/g,
        /\bsay\('((?:cell|stock|fault|sample)-[^']+)'/g,
      ],
    },
    {
      name: 'terminal',
      sources: read('server'),
      chinese: readWords('server/words/terminal.zh-CN.json'),
      english: readWords('server/words/terminal.en.json'),
      says: [
        /\bnew (?:WrongUse|Stopped|Refusal)\('([^']+)'/g,
        /\bnew WrongSetting\([^,]+, '([^']+)'/g,
        /\bterminalSentence\([^,()]+, '([^']+)'/g,
      ],
    },
    {
      name: 'faults',
      sources: read('server', 'db'),
      chinese: readWords('server/words/verification/verification.zh-CN.json'),
      english: readWords('server/words/verification/verification.en.json'),
      says: [/\bfault\('([^']+)'/g],
    },
    {
      name: 'records',
      sources: read('server', 'db'),
      chinese: readWords('server/domain/text/records.zh-CN.json'),
      // In one language for every reader.
      english: readWords('server/domain/text/records.zh-CN.json'),
      says: [],
    },
    {
      name: 'workbook',
      sources: read('server'),
      chinese: readWords('server/words/workbook.zh-CN.json'),
      english: readWords('server/words/workbook.en.json'),
      says: [/\bworkbookSentence\([^,()]+, '([^']+)'/g],
    },
  ]
}
