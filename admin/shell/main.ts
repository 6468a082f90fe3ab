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
import App from './App.vue'
import { applyTheme } from './look/theme.ts'
import { router } from './router.ts'

// A page of an older build requests chunks that no longer exist.
window.addEventListener('vite:preloadError', () => window.location.reload())

stopComposingKeys(window)
applyTheme(themes.qing, document.documentElement)
createApp(App).use(createPinia()).use(router).mount('#panel')
void import('./look/font.ts')
