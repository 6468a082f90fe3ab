import './api/withoutEval.ts'
import './look/tokens.css'
import './look/base.css'
import './look/classes.css'
import './look/print.css'
import './look/fields.css'
import './words/front.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { themes } from '../../server/domain/board/theme.ts'
import { stopComposingKeys } from '../../server/domain/page/composingKeys.ts'
import { readStored, writeStored } from '../../server/domain/page/storedValue.ts'
import App from './App.vue'
import { drawsChinese } from './look/drawsChinese.ts'
import { applyTheme } from './look/theme.ts'
import { router } from './router.ts'

/** A chunk that fails again so soon after a reload is broken, ms. */
const reloadsAtMostEvery = 10_000
const lastReload = 'yiping.last-reload'

// A page of an older build requests chunks that no longer exist. One that cannot run would reload for ever.
window.addEventListener('vite:preloadError', () => {
  const session = { session: true }
  const age = Date.now() - Number(readStored(lastReload, session) ?? 0)
  if (age > reloadsAtMostEvery && writeStored(lastReload, String(Date.now()), session))
    window.location.reload()
})

stopComposingKeys(window)
applyTheme(themes.qing, document.documentElement)
createApp(App).use(createPinia()).use(router).mount('#panel')

const loadFont = () => void import('./look/font.ts')
// Whoever types or clicks on a page before the panel will be in it soon; who has no Chinese font sees only boxes.
for (const event of drawsChinese() ? ['keydown', 'pointerdown'] : ['load'])
  window.addEventListener(event, loadFont, { once: true })
