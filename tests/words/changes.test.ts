import { describe, expect, it } from 'vitest'
import en from '../../server/words/changes/changes.en.json' with { type: 'json' }
import { tellChange, untold } from '../../server/words/changes/changes.ts'
import zhCN from '../../server/words/changes/changes.zh-CN.json' with { type: 'json' }
import { type Words, readWords } from './find.ts'

const keysOf = (words: Words) => [...words.keys()].sort()

describe('the record of changes', () => {
  it('has the same words in both languages', () => {
    expect(keysOf(readWords('server/words/changes/changes.en.json'))).toEqual(
      keysOf(readWords('server/words/changes/changes.zh-CN.json')),
    )
    expect(Object.keys(en.actions).length).toBe(Object.keys(zhCN.actions).length)
  })

  it('tells only what differs, a rule by its worth', () => {
    const terms = (points: number) => ({
      effect: 'award',
      scale: { type: 'fixed', points },
      caps: [{ period: 'month', by: 'points', limit: 60 }],
      evidence: false,
      reviewers: 0,
    })
    const change = {
      action: 'rule.changed',
      before: { id: 5, text: '扫雪', terms: terms(20), retired: false },
      after: { id: 5, text: '扫雪', terms: terms(30), retired: false },
    }
    expect(tellChange({ language: 'zh-CN', unit: 1 }, change)).toEqual({
      what: '修改细则',
      before: '计分方式：+20 · 每月不超过 60 分，须留凭据 否，评议人数 0',
      after: '计分方式：+30 · 每月不超过 60 分，须留凭据 否，评议人数 0',
    })
    expect(untold(change)).toEqual([])
  })

  it('gives a long list a line for each, and money its two decimals', () => {
    const item = (text: string) => ({ key: 'a', text, kind: 'veto', points: 0, photo: true })
    const { after } = tellChange(
      { language: 'zh-CN', unit: 1 },
      {
        action: 'sheet.created',
        before: null,
        after: { items: [item('露天焚烧垃圾、秸秆、杂物'), item('乱堆放')], valueCents: 4500 },
      },
    )
    expect(after.split('\n')).toEqual([
      '检查项目：',
      '· 内容 露天焚烧垃圾、秸秆、杂物，类别 一票否决，分值 0，须拍照 是',
      '· 内容 乱堆放，类别 一票否决，分值 0，须拍照 是',
      '价值（元）：45.00',
    ])
  })

  it('names what has no words', () => {
    expect(untold({ action: 'moon.moved', before: { phase: 1 }, after: { phase: 2 } })).toEqual([
      'moon.moved',
      'phase',
      'phase',
    ])
  })
})
