import { compareDoors } from '../households/door.ts'

/** Households in the order of their doors, each found by its door. */
export class DoorOrder<H extends { door: string }> {
  readonly #households: H[]
  readonly #indexes: ReadonlyMap<string, number>

  constructor(households: readonly H[]) {
    this.#households = inDoorOrder(households)
    this.#indexes = new Map(this.#households.map(({ door }, index) => [door, index]))
  }

  /** Changed in place by `replace`. */
  get households(): readonly H[] {
    return this.#households
  }

  find(door: string): H | undefined {
    const index = this.#indexes.get(door)
    return index === undefined ? undefined : this.#households[index]
  }

  /** Puts a household in the place of the one with the same door, which must be here. */
  replace(household: H): void {
    this.#households[this.#indexOf(household.door)] = household
  }

  /** Below zero when the first of two doors comes before the second. Both must be here. */
  compare(a: string, b: string): number {
    return this.#indexOf(a) - this.#indexOf(b)
  }

  #indexOf(door: string): number {
    const index = this.#indexes.get(door)
    if (index === undefined) throw new Error(`no household of the door ${door}`)
    return index
  }
}

/** Sorted by door: a copy. One comparison for each household where they come in order. */
export function inDoorOrder<H extends { door: string }>(households: readonly H[]): H[] {
  return households.slice().sort((a, b) => compareDoors(a.door, b.door))
}
