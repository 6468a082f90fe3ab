import { inject, type InjectionKey, readonly, type Ref, ref } from 'vue'
import {
  formatPointChange,
  formatPoints,
  type PointUnit,
  readPoints,
  type TypedPoints,
  typedPoints,
} from '../../server/domain/points/unit.ts'
import { t } from '../shell/words/translate.ts'

/** The unit of the village that a page is about. */
export const pagePointUnit: InjectionKey<Readonly<Ref<PointUnit>>> = Symbol('point unit')

export interface Points {
  pointUnit: Readonly<Ref<PointUnit>>
  /** Points as the village writes them, from its smallest units. */
  formatPoints: (units: number) => string
  formatPointChange: (units: number) => string
  /** What somebody typed, in smallest units. */
  readPoints: (text: string) => TypedPoints
  /** The same, signed; null where it is no points. */
  unitsOf: (text: string) => number | null
  /** What points must be, as a sentence says it: a whole number, a multiple of 0.5. */
  step: () => string
  /** Text to begin a field with. */
  typedPoints: (units: number) => string
}

/** How points of the page's village are written and read; whole points where the page has none. */
export function usePoints(): Points {
  const unit = inject(pagePointUnit, readonly(ref<PointUnit>(1)))
  return {
    pointUnit: unit,
    formatPoints: (units) => formatPoints(units, unit.value),
    formatPointChange: (units) => formatPointChange(units, unit.value),
    readPoints: (text) => readPoints(text, unit.value),
    unitsOf: (text) => {
      const typed = readPoints(text, unit.value)
      return 'units' in typed ? typed.units : null
    },
    step: () =>
      unit.value === 1 ? t('multiple.whole') : t('multiple.parts', { unit: formatPoints(1, unit.value) }),
    typedPoints: (units) => typedPoints(units, unit.value),
  }
}
