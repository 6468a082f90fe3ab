import './passbook.css'
import { createApp } from 'vue'
import { themes } from '../../server/domain/board/theme.ts'
import { stopComposingKeys } from '../../server/domain/page/composingKeys.ts'
import { paintPage } from '../ui/theme.ts'
import { loadWords, locale, t } from '../words/translate.ts'
import DoorApp from './DoorApp.vue'

stopComposingKeys(window)
document.documentElement.lang = locale.value
paintPage(themes.qing)
void loadWords().then(() => {
  document.title = t('passbook.title')
  createApp(DoorApp).mount('#app')
})
