import './passbook.css'
import { createApp } from 'vue'
import { themes } from '../../server/domain/board/theme.ts'
import { stopComposingKeys } from '../../server/domain/page/composingKeys.ts'
import { paintPage } from '../ui/theme.ts'
import { locale, t } from '../words/translate.ts'
import DoorApp from './DoorApp.vue'

stopComposingKeys(window)
document.documentElement.lang = locale.value
document.title = t('passbook.title')
paintPage(themes.qing)
createApp(DoorApp).mount('#app')
