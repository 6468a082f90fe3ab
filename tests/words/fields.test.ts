/** Every field of the contract and every rule that it can break has words, in both languages. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { refuseUnknownFields } from '../../server/contract/fields/strictBody.ts'
import * as screenWords from '../../server/contract/live/screenWords.ts'
import { isFileKind, type Operation, operations } from '../../server/contract/operations/operations.ts'
import { userInput } from '../../server/control/commands/addUser.ts'
import { backUpInput } from '../../server/control/commands/backUp.ts'
import { importInput } from '../../server/control/commands/importWorkbook.ts'
import { sampleInput } from '../../server/control/commands/sample.ts'
import { passwordInput } from '../../server/control/commands/setPassword.ts'
import { verifyInput } from '../../server/control/commands/verifyLedgers.ts'
import { fieldFaults, fieldName } from '../../server/words/fields/fields.ts'
import type { Language } from '../../server/words/index.ts'
import { expectPlain, filledWith, wrongValues } from '../api/malformed/wrongValues.ts'
import { type ContractField, fieldsOf } from '../contract/fieldPaths.ts'
import { readWords } from './find.ts'

const languages: Language[] = ['zh-CN', 'en']

const ofOperations = Object.entries<Operation>(operations).flatMap(([place, { params, query, body }]) =>
  [params, query, isFileKind(body) ? undefined : body].flatMap((schema) =>
    schema ? [{ place, schema: schema as z.ZodType }] : [],
  ),
)

/** What is parsed outside the operations has no place of its own. */
const elsewhere: Record<string, z.ZodType> = {
  ...screenWords,
  addUser: userInput,
  backUp: backUpInput,
  importWorkbook: importInput,
  sample: sampleInput,
  setPassword: passwordInput,
  verifyLedgers: verifyInput,
}
const schemas = [...ofOperations, ...Object.values(elsewhere).map((schema) => ({ place: '', schema }))]
const fields = schemas.flatMap(({ place, schema }) => fieldsOf(schema).map((field) => ({ place, ...field })))

/** The codes of a schema's own checks: the texts of their errors. */
function ownCodes({ schema }: ContractField): unknown[] {
  const checks = (schema._zod.def as { checks?: z.core.$ZodCheck[] }).checks ?? []
  return checks
    .map((check) => check._zod.def)
    .filter(
      ({ check, format }: { check: string; format?: string }) => check === 'custom' || format === 'regex',
    )
    .map(({ error }) => (error as () => unknown)())
}

/** What is said of a value, all in one line. */
function said(language: Language, schema: z.ZodType, value: unknown, place = ''): string {
  const result = refuseUnknownFields(schema).safeParse(value, { reportInput: true })
  const faults = fieldFaults(language, result.error?.issues ?? [], place)
  return faults.map(({ detail }) => detail).join('\n')
}

describe('the words for fields', () => {
  const words = Object.fromEntries(
    languages.map((language) => [language, readWords(`server/words/fields/fields.${language}.json`)]),
  )
  const keys = [...(words['zh-CN']?.keys() ?? [])]

  it('are the same in both languages', () => {
    expect(keys).toEqual([...(words.en?.keys() ?? [])])
    const figures = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(([figure]) => figure).sort()
    for (const key of keys.filter((key) => !key.startsWith('rules.veto') && !key.endsWith('min-above-max')))
      expect([key, figures(words['zh-CN']?.get(key))]).toEqual([key, figures(words.en?.get(key))])
  })

  it.each(languages)('name every field of every operation, socket event and command: %s', (language) => {
    const nameless = fields.filter(
      ({ path, place }) => path !== '' && fieldName(language, path.split('.'), place) === null,
    )
    expect(nameless.map(({ path, place }) => `${place} ${path}`)).toEqual([])
  })

  it('name no field that there is not', () => {
    const ends = new Set(
      fields.flatMap(({ path, place }) => {
        const whole = [place, ...path.split('.')]
        return whole.map((_, start) => whole.slice(start).join('.'))
      }),
    )
    const names = keys.filter((key) => key.startsWith('names.')).map((key) => key.slice('names.'.length))
    expect(names.filter((name) => name !== 'content' && !ends.has(name))).toEqual([])
  })

  it('say every rule that the contract checks by itself', () => {
    const codes = new Set(fields.flatMap(ownCodes))
    expect(codes.size).toBeGreaterThan(10)
    expect([...codes].filter((code) => !keys.includes(`rules.${String(code)}`))).toEqual([])
  })

  it.each<[string, z.ZodType, unknown]>([
    ['请填写名称', z.object({ name: z.string() }), {}],
    ['请填写名称', z.object({ name: z.string().trim().min(1) }), { name: '  ' }],
    ['密码至少 8 个字符', z.object({ password: z.string().min(8) }), { password: 'short' }],
    ['备注最多 3 个字符', z.object({ note: z.string().max(3) }), { note: '1234' }],
    ['家庭人口不能小于 0', z.object({ members: z.int().min(0) }), { members: -1 }],
    ['家庭人口不能大于 99', z.object({ members: z.int().max(99) }), { members: 100 }],
    ['数量必须大于 0', z.object({ units: z.number().positive() }), { units: 0 }],
    ['数量必须小于 9', z.object({ units: z.number().lt(9) }), { units: 9 }],
    ['数量必须是 5 的倍数', z.object({ units: z.number().multipleOf(5) }), { units: 3 }],
    ['细则超出了可填的范围', z.object({ rule: z.int() }), { rule: 1e20 }],
    ['细则必须是整数', z.object({ rule: z.int() }), { rule: 1.5 }],
    ['细则必须是数字', z.object({ rule: z.coerce.number() }), { rule: 'x' }],
    ['门牌号必须是文字', z.object({ door: z.string() }), { door: 7 }],
    ['请选择库存管理', z.object({ isCounted: z.boolean() }), {}],
    ['库存管理只能是“是”或“否”', z.object({ isCounted: z.boolean() }), { isCounted: 'yes' }],
    ['角色至少 1 项', z.object({ roles: z.array(z.string()).min(1) }), { roles: [] }],
    ['角色最多 1 项', z.object({ roles: z.array(z.string()).max(1) }), { roles: ['a', 'b'] }],
    ['角色的格式有误', z.object({ roles: z.array(z.string()) }), { roles: 'admin' }],
    ['请选择计分方式', z.object({ scale: z.object({ type: z.enum(['a']) }) }), { scale: {} }],
    ['计分方式不在可选范围内', z.object({ scale: z.enum(['a', 'b']) }), { scale: 'c' }],
    [
      '评议人数不在可选范围内',
      z.object({ reviewers: z.union([z.literal(0), z.literal(1)]) }),
      { reviewers: 9 },
    ],
    ['编号的格式有误', z.object({ id: z.uuid() }), { id: 'x' }],
    [
      '第 2 项的门牌号最多 1 个字符',
      z.object({ lines: z.array(z.object({ door: z.string().max(1) })) }),
      { lines: [{ door: '1' }, { door: '22' }] },
    ],
    ['第 1 项的门牌号必须是文字', z.array(z.object({ door: z.string() })), [{ door: 1 }]],
    ['这里不能填写门牌号', z.object({}), { door: '1' }],
    ['这里不能填写“colour”', z.object({}), { colour: 1 }],
    ['没有收到内容，请重新提交', z.object({}), undefined],
    ['提交的内容的格式有误', z.object({}), 'text'],
    [
      '备注含有看不见的字符，请删除后重新输入',
      z.object({ note: z.string().refine(() => false, { params: { code: 'unseen-characters' } }) }),
      { note: '' },
    ],
  ])('say “%s”', (sentence, schema, value) => {
    expect(said('zh-CN', schema, value)).toBe(sentence)
    expect(said('en', schema, value)).toMatch(/^[^\p{Script=Han}]+$/u)
  })

  it('speak of the shape that was meant', () => {
    const { createPostings, openDoor, setup, takeRulebook } = operations
    expect(said('zh-CN', openDoor.body, { code: '12' })).toBe('六位数字须为六个数字')
    expect(said('zh-CN', takeRulebook.body, { rulebook: 'none' })).toBe('细则模板不在可选范围内')
    expect(said('zh-CN', createPostings.body, [{ door: '' }])).toContain('请填写第 1 项的门牌号')
    expect(said('zh-CN', createPostings.body, { door: '' })).toContain('请填写门牌号')
    expect(said('zh-CN', setup.body, {}, 'setup')).toContain('请填写初始化码')
    const ofUsername = '用户名须为 2 至 32 个汉字、字母、数字、点、下划线或短横线'
    for (const username of ['!', 'a', 'a'.repeat(33)])
      expect(said('zh-CN', setup.body, { username }, 'setup')).toContain(ofUsername)
    expect(said('zh-CN', setup.body, { ...{}, password: 'short' }, 'setup')).toContain('密码至少 8 个字符')
    expect(said('en', setup.body, { password: 'short' }, 'setup')).toContain(
      'Password: at least 8 characters',
    )
  })
})

describe('the sentences about wrong values are plain', () => {
  const named = Object.entries(elsewhere).map(([name, schema]) => ({ name, place: '', schema }))

  it.each([...ofOperations.map((one) => ({ name: one.place, ...one })), ...named])(
    '$name',
    ({ place, schema }) => {
      for (const value of wrongValues)
        for (const language of languages) {
          const sentences = said(language, schema, filledWith(schema, value), place)
          expectPlain(language, sentences)
        }
    },
  )
})
