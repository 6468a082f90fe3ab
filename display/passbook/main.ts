import './passbook.css'
import { createApp } from 'vue'
import { themes } from '../../server/domain/theme.ts'
import { paintPage } from '../stage/theme.ts'
import { words } from '../words/index.ts'
import DoorApp from './DoorApp.vue'

document.documentElement.lang = words.global.locale.value
document.title = words.global.t('passbook.title')
paintPage(themes.qing)
createApp(DoorApp).use(words).mount('#app')
