import type { InjectionKey, Ref } from 'vue'
import type { ShownCode } from '../../server/domain/activities/activities.ts'
import type { ScreenSettings } from '../../server/domain/board/screens.ts'

/** The screen's settings, provided by the stage. */
export const wallSettings: InjectionKey<Readonly<Ref<ScreenSettings>>> = Symbol('settings')

/** The code of the open activity, by this box's clock; null where the server tells none. */
export const wallSignIn: InjectionKey<Readonly<Ref<ShownCode | null>>> = Symbol('sign-in code')
