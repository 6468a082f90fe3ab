import { type InjectionKey } from 'vue'

/** Panel pixels a logical pixel, for what draws its own pixels. */
export const stageScale: InjectionKey<() => number> = Symbol('stage scale')
