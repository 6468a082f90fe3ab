import { inject, type InjectionKey, readonly, type Ref, ref } from 'vue'
import {
  formatPointChange,
  formatPoints,
  type PointUnit,
  readPoints,
  type TypedPoints,
  typedPoints,
} from '../../server/domain/points/unit.ts'

/** The unit of the village that a page is about. */
export const pagePointUnit: InjectionKey<Readonly<Ref<PointUnit>>> = Symbol('point unit')

export interface Points {
  pointUnit: Readonly<Ref<PointUnit>>
  /** Points as the village writes them, from its smallest units. */
  formatPoints: (units: number) => string
  formatPointChange: (units: number) => string
  /** What somebody typed, in smallest units. */
  readPoints: (text: string) => TypedPoints
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
    typedPoints: (units) => typedPoints(units, unit.value),
  }
}
