import '@fontsource-variable/noto-sans-sc/index.css'
import '@fontsource/barlow-condensed/latin-600.css'
import '@fontsource/lxgw-wenkai/500.css'
import './wall.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { publicPath } from '../server/domain/page/here.ts'
import { storeForOffline } from '../server/domain/page/offline/register.ts'
import App from './App.vue'
import worker from './live/serviceWorker.ts?worker&url'
import { allLoaded } from './scenes/index.ts'
import { loadWords } from './words/translate.ts'

void loadWords().then(() => createApp(App).use(createPinia()).mount('#app'))

const codeAndFonts = async () => {
  await allLoaded
  await document.fonts.ready
}
addEventListener('load', () => void storeForOffline(worker, [publicPath], codeAndFonts))
