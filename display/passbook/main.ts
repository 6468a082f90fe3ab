import './passbook.css'
import { createApp } from 'vue'
import { themes } from '../../server/domain/board/theme.ts'
import { stopComposingKeys } from '../../server/domain/page/composingKeys.ts'
import { paintPage } from '../ui/theme.ts'
import { words } from '../words/index.ts'
import DoorApp from './DoorApp.vue'

stopComposingKeys(window)
document.documentElement.lang = words.global.locale.value
document.title = words.global.t('passbook.title')
paintPage(themes.qing)
createApp(DoorApp).use(words).mount('#app')
