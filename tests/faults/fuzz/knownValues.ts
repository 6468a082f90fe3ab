/** Ids, doors and names that exist: learnt from the server's own answers. */
import type { Random } from '../random.ts'

/** As many values of one name are remembered. */
const mostOfOneName = 60
/** Answers of which no more than so many values are read. */
const mostOfOneAnswer = 400

/** Under which name the ids of a resource are asked for. */
const singular: Record<string, string> = {
  'check-sheets': 'sheet',
  goods: 'goods',
  people: 'person',
  staff: 'person',
  redemptions: 'line',
}

export class KnownValues {
  readonly #values = new Map<string, (string | number)[]>()
  readonly #preferred = new Map<string, string>()

  /** Remembers a value; the oldest gives way. */
  add(name: string, value: string | number): void {
    const values = this.#values.get(name) ?? []
    this.#values.set(name, values)
    if (values.includes(value)) return
    values.push(value)
    if (values.length > mostOfOneName) values.shift()
  }

  /** Gives this value in most cases. */
  prefer(name: string, value: string): void {
    this.#preferred.set(name, value)
  }

  pick(name: string, random: Random): string | number | undefined {
    const preferred = this.#preferred.get(name)
    return preferred !== undefined && random.chance(0.85)
      ? preferred
      : random.pick(this.#values.get(name) ?? [])
  }

  /** Learns from an answer. @param resource the last named part of the path, such as `rules` */
  learn(resource: string, answer: unknown): void {
    this.#walk(singular[resource] ?? resource.replace(/s$/, ''), answer, { left: mostOfOneAnswer })
  }

  clear(): void {
    this.#values.clear()
  }

  #walk(name: string, value: unknown, budget: { left: number }): void {
    if (budget.left <= 0) return
    budget.left -= 1
    if (Array.isArray(value)) for (const item of value) this.#walk(name, item, budget)
    else if (typeof value === 'object' && value !== null)
      for (const [key, field] of Object.entries(value)) {
        const known = key === 'id' ? name : key === 'items' ? name : (singular[key] ?? key.replace(/s$/, ''))
        this.#walk(known, field, budget)
      }
    else if ((typeof value === 'string' && value !== '' && value.length <= 100) || typeof value === 'number')
      this.add(name, value)
  }
}
