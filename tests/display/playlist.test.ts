import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { nextTurn, type PlaylistEntry, usePlaylist } from '../../display/stage/usePlaylist.ts'

const entry = (name: string, pages: number, dwellMs = 1_000): PlaylistEntry => ({ name, pages, dwellMs })
const three = [entry('leaders', 1), entry('everyone', 2), entry('groups', 1)]

describe('the next turn', () => {
  it.each([
    [null, { scene: 'leaders', page: 1 }],
    [
      { scene: 'leaders', page: 1 },
      { scene: 'everyone', page: 1 },
    ],
    [
      { scene: 'everyone', page: 1 },
      { scene: 'everyone', page: 2 },
    ],
    [
      { scene: 'everyone', page: 2 },
      { scene: 'groups', page: 1 },
    ],
    [
      { scene: 'groups', page: 1 },
      { scene: 'leaders', page: 1 },
    ],
    [
      { scene: 'gone', page: 4 },
      { scene: 'leaders', page: 1 },
    ],
  ])('after %o is %o', (now, next) => {
    expect(nextTurn(three, now)).toEqual(next)
  })

  it('leaves out a scene that has nothing to show', () => {
    const entries = [entry('leaders', 1), entry('everyone', 0), entry('groups', 1)]
    expect(nextTurn(entries, { scene: 'leaders', page: 1 })).toEqual({ scene: 'groups', page: 1 })
  })

  it('is the same scene where it is the only one', () => {
    expect(nextTurn([entry('leaders', 1)], { scene: 'leaders', page: 1 })).toEqual({
      scene: 'leaders',
      page: 1,
    })
  })

  it('is none where nothing has anything to show', () => {
    expect(nextTurn([entry('leaders', 0)], null)).toBeNull()
    expect(nextTurn([], null)).toBeNull()
  })
})

describe('a playlist', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function play(first: PlaylistEntry[], options: Parameters<typeof usePlaylist>[1] = {}) {
    const scope = effectScope()
    const entries = shallowRef(first)
    const playlist = scope.run(() => usePlaylist(() => entries.value, options))
    if (!playlist) throw new Error('the scope did not run')
    return { entries, playlist, scope }
  }

  it('stays on each page for its time', () => {
    const { playlist } = play([entry('leaders', 1, 5_000), entry('groups', 1, 2_000)])
    vi.advanceTimersByTime(4_999)
    expect(playlist.turn.value?.scene).toBe('leaders')
    vi.advanceTimersByTime(1)
    expect(playlist.turn.value?.scene).toBe('groups')
    vi.advanceTimersByTime(2_000)
    expect(playlist.turn.value?.scene).toBe('leaders')
  })

  it('leaves a page that is no longer there', async () => {
    const { entries, playlist } = play([entry('everyone', 2), entry('groups', 1)])
    vi.advanceTimersByTime(1_000)
    expect(playlist.turn.value).toEqual({ scene: 'everyone', page: 2 })
    entries.value = [entry('everyone', 1), entry('groups', 1)]
    await nextTick()
    expect(playlist.turn.value).toEqual({ scene: 'everyone', page: 1 })
  })

  it('begins when there is something to show', async () => {
    const { entries, playlist } = play([entry('leaders', 0)])
    expect(playlist.turn.value).toBeNull()
    entries.value = [entry('leaders', 1)]
    await nextTick()
    expect(playlist.turn.value?.scene).toBe('leaders')
  })

  it('stays on a page that is pinned, and still tells of its turns', () => {
    let turns = 0
    const { playlist } = play([entry('everyone', 5)], { pinnedPage: 3, onTurn: () => (turns += 1) })
    vi.advanceTimersByTime(3_000)
    expect(playlist.turn.value).toEqual({ scene: 'everyone', page: 3 })
    expect(turns).toBe(3)
  })

  it('ends with its scope and leaves no timer', () => {
    const { scope } = play(three)
    scope.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
