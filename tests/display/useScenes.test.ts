/** Which scenes a screen shows: those it is set to, with something on them, that do not fail. */
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { exampleBoard } from '../../display/example.ts'
import type { Scene, Shown } from '../../display/scenes/scene.ts'
import { useScenes } from '../../display/stage/useScenes.ts'
import { defaultSettings, type ScreenSettings } from '../../server/domain/board/screens.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const board = exampleBoard(Date.parse('2026-11-24T04:00:00Z'))
const scene = (name: string, pages: Scene['pages'] = () => 1): Scene => ({
  name,
  order: 1,
  dwellMs: 9_000,
  pages,
  component: {},
})

function choose(scenes: Scene[], settings: Partial<ScreenSettings> = {}, pinned: string | null = null) {
  const shown = shallowRef<Shown | null>({
    board,
    standings: [],
    orientation: 'landscape',
    leaderPeriods: [],
  })
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  const choice = scope.run(() =>
    useScenes({
      scenes: () => scenes,
      shown: () => shown.value,
      settings: () => ({ ...defaultSettings, ...settings }),
      pinned,
    }),
  )!
  const names = () => choice.entries.value.filter(({ pages }) => pages > 0).map(({ name }) => name)
  /** A new board, with the same on it. */
  const renew = () => (shown.value = { ...shown.value! })
  return { choice, shown, names, renew }
}

it('are those that are on, in the order of the playlist, for their time', () => {
  const playlist = [
    { scene: 'groups', on: true, dwellSeconds: 30 },
    { scene: 'leaders', on: false, dwellSeconds: null },
  ]
  const { choice } = choose([scene('leaders'), scene('groups'), scene('rules')], { playlist })
  expect(choice.entries.value).toEqual([
    { name: 'groups', dwellMs: 30_000, pages: 1 },
    { name: 'rules', dwellMs: 9_000, pages: 1 },
  ])
})

it('is the pinned one alone, also when it is off, while it has something to show', () => {
  let pages = 1
  const playlist = [{ scene: 'leaders', on: false, dwellSeconds: null }]
  const { names, renew } = choose([scene('leaders', () => pages), scene('groups')], { playlist }, 'leaders')
  expect(names()).toEqual(['leaders'])
  pages = 0
  renew()
  expect(names()).toEqual(['groups'])
})

it('stay the same list while a new board changes none of them', () => {
  const { choice, shown, renew } = choose([scene('leaders'), scene('groups')])
  const before = choice.entries.value
  renew()
  expect(choice.entries.value).toBe(before)
  shown.value = null
  expect(choice.entries.value).toBe(before)
})

it('leave one that fails out for ten minutes, and say why', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => report.mockRestore())
  const { choice, names, renew } = choose([scene('leaders'), scene('groups')])
  choice.skip('groups', new Error('no room'))
  expect(names()).toEqual(['leaders'])
  expect(choice.failed.value).toMatchObject([{ scene: 'groups', error: 'Error: no room' }])
  vi.advanceTimersByTime(10 * 60_000)
  renew()
  await nextTick()
  expect(names()).toEqual(['leaders', 'groups'])
})

it('leave one out that cannot count its pages', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => report.mockRestore())
  const failing = () => {
    throw new Error('no board')
  }
  const { choice, names } = choose([scene('leaders'), scene('groups', failing)])
  expect(names()).toEqual(['leaders'])
  await nextTick()
  expect(choice.failed.value).toMatchObject([{ scene: 'groups', error: 'Error: no board' }])
})
