/** Villages of every size and shape that a wall may have to show. */
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { searchHouseholds } from '../../../db/households/searchHouseholds.ts'
import { importRecords } from '../../../db/scores/imports.ts'
import type { OfficeLine, OfficeRecords } from '../../../db/scores/officeRecords.ts'
import { ownerScope } from '../../../db/store/scope.ts'
import { createVillage, yearSeason } from '../../../db/villages/createVillage.ts'
import { changeVillage } from '../../../db/villages/villageSettings.ts'
import type { RunningServer } from '../../../server/serve.ts'
import { year } from '../server.ts'

const terms: OfficeRecords['rules'][number]['terms'] = {
  effect: 'award',
  scale: { type: 'range', min: 0, max: 100_000 },
  caps: [],
  evidence: false,
  reviewers: 0,
}

export interface VillageShape {
  slug: string
  name: string
  households: number
  groups: number
  dimensions: string[]
  /** Door, head, group and rule of household or line n. */
  door?: (index: number) => string
  head?: (index: number) => string
  group?: (index: number) => string
  rule?: (index: number) => string
  points?: (index: number) => number
  /** How many lines each household has under each dimension; one unless it is said. */
  rounds?: number
  /** Every household agreed to its full name. */
  named?: boolean
}

const five = ['会议学习', '环境卫生', '传统美德', '遵纪守法', '志愿服务']

export const shapes: VillageShape[] = [
  { slug: 'none', name: '示范空村', households: 0, groups: 0, dimensions: five },
  { slug: 'three', name: '示范小村', households: 3, groups: 2, dimensions: five },
  { slug: 'usual', name: '示范村', households: 786, groups: 24, dimensions: five },
  { slug: 'many', name: '示范大村', households: 3_000, groups: 30, dimensions: five },
  {
    slug: 'long',
    name: '示范自治州示范县示范镇示范新村',
    households: 61,
    groups: 30,
    named: true,
    dimensions: [...five, '生态环境保护与治理', '红色文化传承和弘扬', '移风易俗'],
    door: (index) => `${12 + index}幢${index % 3}-${1101 + index}`,
    head: (index) => (index % 2 === 0 ? '欧阳示范娜仁托娅其木格古丽' : '龘'),
    group: (index) => `示范第${(index % 30) + 1}村民小组`,
    rule: () => '积极参加村集体组织的人居环境整治义务劳动并带动左邻右舍共同参与',
    points: (index) => (index === 0 ? 99_999 - 280 : index % 5 === 0 ? -1_234 : 12_345),
  },
  {
    slug: 'below',
    name: '示范负分村',
    households: 14,
    groups: 2,
    dimensions: five,
    points: (index) => (index % 2 === 0 ? -99_999 : 0),
  },
]

/** Fills a server with a village of this shape, and a few lines for each household. */
export async function makeShape({ services: { store } }: RunningServer, shape: VillageShape): Promise<void> {
  const { slug, name, dimensions } = shape
  const village = await createVillage(store, null, {
    slug,
    name,
    timezone: 'Asia/Shanghai',
    season: yearSeason(year),
  })
  const door = shape.door ?? ((index) => String(1001 + index))
  const points = shape.points ?? ((index) => 20 + ((index * 37) % 900))
  const ruleText = (dimension: number) => shape.rule?.(dimension) ?? `示范事项${dimension + 1}`
  const lines: OfficeLine[] = []
  for (let index = 0; index < shape.households; index += 1)
    for (let turn = 0; turn < dimensions.length * (shape.rounds ?? 1); turn += 1) {
      const place = turn % dimensions.length
      const dimension = dimensions[place] ?? ''
      lines.push({
        door: door(index),
        rule: ruleText(place),
        dimension,
        points: place === index % dimensions.length ? points(index) : 10 * place,
        occurredOn: `${year}-${String(1 + ((index + turn) % 12)).padStart(2, '0')}-15`,
        clerk: null,
        note: null,
      })
    }
  await importRecords(store, ownerScope(village.id), {
    rules: dimensions.map((dimension, place) => ({ dimension, text: ruleText(place), terms })),
    households: Array.from({ length: shape.households }, (_, index) => ({
      door: door(index),
      head: shape.head?.(index) ?? `示范${'甲乙丙丁戊己庚辛壬癸'[index % 10]}`,
      group: shape.group?.(index) ?? `${(index % shape.groups) + 1}组`,
      members: null,
      phone: null,
      note: null,
    })),
    lines,
  })
  if (shape.named) {
    await changeVillage(store, ownerScope(village.id), { privacy: 'full' })
    for (const { door: one } of await searchHouseholds(store, village.id, {}))
      await changeHousehold(store, ownerScope(village.id), one, { consented: true })
  }
}
