/** The first twelve households of a board, in order, under a title. */
import './page.css'
import { createApp, h } from 'vue'
import { useBoard } from './board.ts'

const rows = 12

createApp({
  setup: () => {
    const { board, seq, isLive } = useBoard()
    const first = () =>
      [...(board.value?.households ?? [])].sort((one, other) => other.score - one.score).slice(0, rows)
    return () =>
      h('div', { 'data-seq': seq.value, 'data-state': isLive.value ? 'live' : 'connecting' }, [
        h('h1', board.value?.village.name),
        first().map(({ door, name, score }, place) =>
          h('p', { key: door, class: 'row' }, [
            h('b', place + 1),
            h('b', door),
            h('span', name ?? ''),
            h('b', score),
          ]),
        ),
      ])
  },
}).mount('#app')
