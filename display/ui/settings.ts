import type { InjectionKey, Ref } from 'vue'
import type { ScreenSettings } from '../../server/domain/board/screens.ts'

/** The screen's settings, provided by the stage. */
export const wallSettings: InjectionKey<Readonly<Ref<ScreenSettings>>> = Symbol('settings')
