import { type InjectionKey, type Ref } from 'vue'
import { type ScreenSettings } from '../../server/domain/board/screens.ts'

/** What this screen is set to show. */
export const wallSettings: InjectionKey<Readonly<Ref<ScreenSettings>>> = Symbol('settings')
