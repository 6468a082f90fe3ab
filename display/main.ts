import '@fontsource-variable/noto-sans-sc/index.css'
import '@fontsource/barlow-condensed/latin-600.css'
import '@fontsource/lxgw-wenkai/500.css'
import './wall.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { registerServiceWorker } from './live/registerServiceWorker.ts'
import { words } from './words/index.ts'

createApp(App).use(createPinia()).use(words).mount('#app')

addEventListener('load', () => void registerServiceWorker())
