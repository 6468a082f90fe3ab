/** Doors with the name of a village in front which is not the one of the books, as 晓塘村5012号. */
import { tightText } from '../cells/cells.ts'
import { fieldCell } from '../cells/lines.ts'
import type { Questions } from '../questions/questions.ts'
import type { KnownSheet } from '../sheets/sheetKinds.ts'

/** Fewer doors may be of somebody who moved here. */
const fewDoors = 3
const named = /^(.{1,12}?(?:村|社区|居委会?))(?:委会)?第?\d/u

/**
 * Asks whether the name in front of doors is the village's own, written in another way.
 *
 * @returns the name that falls away in front of doors
 */
export function villageOfDoors(
  recognized: readonly KnownSheet[],
  village: string,
  questions: Questions,
): string {
  const counts = new Map<string, { count: number; sheet: string; example: string }>()
  for (const { sheet, header } of recognized)
    for (const row of sheet.rows.slice(header.firstRow - 1)) {
      const door = fieldCell(row, header, 'door')
      const [, name] = (typeof door === 'string' && named.exec(tightText(door))) || []
      if (name === undefined || typeof door !== 'string' || tightText(door).includes(village)) continue
      const found = counts.get(name) ?? { count: 0, sheet: sheet.name, example: tightText(door) }
      counts.set(name, { ...found, count: found.count + 1 })
    }
  const [[name, most] = []] = [...counts].sort(([, a], [, b]) => b.count - a.count)
  if (name === undefined || most === undefined || most.count < fewDoors) return village
  const answer = questions.ask({
    id: `other-village-doors ${name}`,
    code: 'other-village-doors',
    sheet: most.sheet,
    row: null,
    params: { count: most.count, name, example: most.example, village },
    choices: [
      { value: 'own', code: 'own-village', params: { name } },
      { value: 'as-written', code: 'as-written' },
    ],
    preset: null,
  })
  return answer === 'own' ? name : village
}
