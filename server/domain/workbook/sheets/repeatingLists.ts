/** Tables that only list again whom another one lists, as a ranking (名次, 门牌号, 户主, 总分) does. */
import { tightText } from '../cells/cells.ts'
import { fieldCell, soleText } from '../cells/lines.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { groupInTitles } from '../headers/titles.ts'
import { readDoor } from '../lists/doors.ts'
import { canonicalGroup, isSameGroup, namesGroup } from '../lists/groups.ts'
import { readName } from '../lists/people.ts'
import type { KnownSheet } from './sheetKinds.ts'

interface Listed {
  door: string
  head: string
  group: string | null
}

/**
 * The lists most of whose doors stand in another. Doors may restart: those of other groups, or all under other
 * heads, are other households.
 */
export function findRepeatingLists(
  recognized: readonly KnownSheet[],
  village: string,
): ReadonlySet<KnownSheet> {
  const lists = recognized
    .filter(({ kind, missing }) => kind === 'households' && missing.length === 0)
    .sort((a, b) => describing(b.header) - describing(a.header))
  const listed = new Map<string, Listed[]>()
  const repeating = new Set<KnownSheet>()
  for (const list of lists) {
    const own = householdsOf(list, village)
    const again = own.flatMap((one) => {
      const others = listed.get(one.door)?.filter((other) => mayBeOneGroup(one.group, other.group)) ?? []
      return others.length > 0 ? [others.some((other) => mayBeOneHead(one.head, other.head))] : []
    })
    const doors = new Set(own.map(({ door }) => door))
    if (again.length * 2 > doors.size && again.includes(true)) repeating.add(list)
    else for (const one of own) listed.set(one.door, [...(listed.get(one.door) ?? []), one])
  }
  return repeating
}

/** How many columns tell something about a household. */
function describing({ columns }: Header): number {
  const fields: readonly Field[] = ['group', 'members', 'phone', 'note']
  return fields.filter((field) => columns[field] !== undefined).length
}

function householdsOf({ sheet, header }: KnownSheet, village: string): Listed[] {
  let group = groupInTitles(sheet, header.row, village)
  const found: Listed[] = []
  for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
    const row = sheet.rows[index] ?? []
    const sole = soleText(row, index + 1)
    const named = sole && namesGroup(sole.text) ? sole.cell : fieldCell(row, header, 'group')
    group = canonicalGroup(named, village) ?? group
    const door = readDoor(fieldCell(row, header, 'door'), village)
    if (door !== '') found.push({ door, head: readName(fieldCell(row, header, 'head')), group })
  }
  return found
}

const mayBeOneGroup = (a: string | null, b: string | null) => a === null || b === null || isSameGroup(a, b)

/** 张* and 张某某 may be 张三: what is published is often masked. */
function mayBeOneHead(head: string, other: string): boolean {
  if (head === other || head === '' || other === '') return true
  const [surname = ''] = head
  return other.startsWith(surname) && /[*＊×某xX○]/u.test(tightText(head).slice(1))
}
