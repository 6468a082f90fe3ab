import { describe, expect, it } from 'vitest'
import { fields } from '../../../server/domain/workbook/headers/fields.ts'
import { cautionCodes, problemCodes, refusalCodes } from '../../../server/domain/workbook/office.ts'
import { choiceCodes, questionCodes } from '../../../server/domain/workbook/questions/codes.ts'
import { sheetFates } from '../../../server/domain/workbook/sheetAccounts.ts'
import english from '../../../server/words/workbook.en.json' with { type: 'json' }
import chinese from '../../../server/words/workbook.zh-CN.json' with { type: 'json' }
import questionsEnglish from '../../../server/words/workbookQuestions.en.json' with { type: 'json' }
import questionsChinese from '../../../server/words/workbookQuestions.zh-CN.json' with { type: 'json' }

const languages: Record<string, Record<string, string>> = { 'zh-CN': chinese, en: english }
const codes = [...problemCodes, ...cautionCodes, ...refusalCodes]

/** The `{names}` that a sentence asks for, in order of the alphabet. */
function placeholders(text = ''): string[] {
  return (text.match(/\{\w+\}/gu) ?? []).sort()
}

describe.each(Object.entries(languages))('the words in %s', (_, words) => {
  it('are there for every problem, caution and refusal, and for nothing else', () => {
    expect(Object.keys(words).sort()).toEqual([...codes].sort())
  })

  it('end as sentences do', () => {
    for (const text of Object.values(words)) expect(text).toMatch(/[。.]$/u)
  })
})

it('name the same values in both languages', () => {
  for (const code of codes)
    expect([code, placeholders(languages.en?.[code])]).toEqual([
      code,
      placeholders(languages['zh-CN']?.[code]),
    ])
})

it('name nothing but the value that stands there for lines, and the other door', () => {
  for (const code of [...problemCodes, ...cautionCodes])
    for (const name of placeholders(languages['zh-CN']?.[code]))
      expect(
        ['door-alike', 'door-of-another', 'points-not-whole'].includes(code)
          ? ['{value}', '{other}']
          : ['{value}'],
      ).toContain(name)
})

it('say in plain words which column is missing', () => {
  const params: Record<string, string> = { sheet: '台账', row: '2', column: '日期' }
  const sentence = chinese['missing-column'].replace(/\{(\w+)\}/gu, (_, name: string) => params[name] ?? '')
  expect(sentence).toContain('工作表“台账”第2行的表头缺少“日期”列')
})

it.each([
  ['zh-CN', questionsChinese],
  ['en', questionsEnglish],
])('ask, offer and account in %s for everything that there is, and nothing else', (_, words) => {
  const keys = [
    ...questionCodes.map((code) => `question-${code}`),
    ...choiceCodes.map((code) => `choice-${code}`),
    ...sheetFates.map((fate) => `fate-${fate}`),
    ...['none', ...fields].map((field) => `field-${field}`),
  ]
  expect(Object.keys(words).sort()).toEqual(keys.sort())
})
