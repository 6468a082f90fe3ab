import '../shell/api/withoutEval.ts'
import '../shell/look/tokens.css'
import './doorstep.css'
import '../shell/words/doorstep.ts'
import { createApp } from 'vue'
import { cssVariables, themes } from '../../server/domain/board/theme.ts'
import { stopComposingKeys } from '../../server/domain/page/composingKeys.ts'
import { openOffline } from './offline/openOffline.ts'
import App from './page/App.vue'

stopComposingKeys(window)
for (const [name, value] of Object.entries(cssVariables(themes.qing)))
  document.documentElement.style.setProperty(name, value)
createApp(App).mount('#doorstep')

addEventListener('load', () => void openOffline())
