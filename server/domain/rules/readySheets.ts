/**
 * Check sheets to begin with, beside our rulebooks. A village takes one as a
 * start and changes it as it likes.
 */
import type { SheetItem } from './checkSheet.ts'

export interface ReadySheet {
  name: string
  items: readonly SheetItem[]
}

const points = (key: string, text: string, worth: number): SheetItem => ({
  key,
  text,
  kind: 'points',
  points: worth,
  photo: false,
})

/** 美丽庭院: 100 points for a clean yard, taken off where something is amiss. */
export const yardSheet: ReadySheet = {
  name: '美丽庭院检查表',
  items: [
    points('swept', '庭院地面干净，无垃圾、积水', 25),
    points('tidy', '农具、柴草、杂物摆放整齐', 20),
    points('bins', '垃圾分类投放，桶身干净有盖', 20),
    points('green', '花草菜地有人打理，无杂草', 15),
    points('front', '门前道路通畅，车辆停放有序', 20),
    { key: 'poultry', text: '鸡鸭散养，粪便外溢', kind: 'deduction', points: 15, photo: true },
    { key: 'pile', text: '房前屋后乱堆放', kind: 'deduction', points: 20, photo: true },
    { key: 'burning', text: '露天焚烧垃圾、秸秆', kind: 'veto', points: 0, photo: true },
  ],
}

/** Stars that a round begins with. */
export const usualStars = [
  { stars: 5, from: 95 },
  { stars: 4, from: 85 },
  { stars: 3, from: 70 },
] as const

/** What a round by this sheet is called: 美丽庭院检查表 → 美丽庭院检查. */
export function roundName(sheet: string): string {
  return sheet.replace(/表$/, '')
}
