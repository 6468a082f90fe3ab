/** Tables that only list again whom another one lists, as a ranking (名次, 门牌号, 户主, 总分) does. */
import { parseAddress, tightText } from '../cells/cells.ts'
import { fieldCell, isBetween, soleText } from '../cells/lines.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { groupInTitles } from '../headers/titles.ts'
import { readDoor } from '../lists/doors.ts'
import { canonicalGroup, isSameGroup, namesGroup } from '../lists/groups.ts'
import { isOfHousehold } from '../lists/householdSheet.ts'
import { isOfMember, readMembers, readName } from '../lists/people.ts'
import type { KnownSheet } from './sheetKinds.ts'

interface Listed {
  /** Of the household and its people, from 1. */
  rows: number[]
  door: string
  head: string
  group: string | null
  members: number | null
}

/**
 * The lists most of whose doors stand in another, each with the rows that say something else: households that no
 * other lists, or with another head or number of people. Doors may restart: those of other groups, or all under
 * other heads, are other households.
 */
export function findRepeatingLists(
  recognized: readonly KnownSheet[],
  village: string,
): ReadonlyMap<KnownSheet, ReadonlySet<number>> {
  const lists = recognized
    .filter(({ kind, missing }) => kind === 'households' && missing.length === 0)
    .sort((a, b) => describing(b.header) - describing(a.header))
  const listed = new Map<string, Listed[]>()
  const repeating = new Map<KnownSheet, ReadonlySet<number>>()
  for (const list of lists) {
    const own = householdsOf(list, village)
    const othersOf = (one: Listed) =>
      (listed.get(one.door) ?? []).filter(({ group }) => mayBeOneGroup(one.group, group))
    const again = own.filter(({ door }) => door !== '').filter((one) => othersOf(one).length > 0)
    const doors = new Set(own.map(({ door }) => door).filter((door) => door !== ''))
    const isHead = (one: Listed) => othersOf(one).some(({ head }) => mayBeOneHead(one.head, head))
    if (again.length * 2 > doors.size && again.some(isHead)) {
      const heads = new Set([...listed.values()].flat().map(({ head }) => head))
      const isOther = (one: Listed) =>
        one.door === '' ? !heads.has(one.head) : !othersOf(one).some((other) => saysTheSame(one, other))
      repeating.set(list, new Set(own.filter(isOther).flatMap(({ rows }) => rows)))
    }
    for (const one of own) listed.set(one.door, [...(listed.get(one.door) ?? []), one])
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
    const cell = (field: Field) => fieldCell(row, header, field)
    const sole = soleText(row, index + 1)
    const named = sole && namesGroup(sole.text) ? sole.cell : cell('group')
    group = canonicalGroup(named, village) ?? group
    const door = readDoor(cell('door'), village)
    const head = readName(cell('head'))
    const last = found.at(-1)
    if (isOfMember(cell('relation'))) {
      if (last && (door === '' || door === last.door)) last.rows.push(index + 1)
    } else if (
      door !== '' ||
      (head !== '' && (!sole || isOfHousehold(sole.text, row, header)) && !isBetween(row, header))
    )
      found.push({ rows: [index + 1], door, head, group, members: readMembers(cell('members')) })
  }
  return found
}

const mayBeOneGroup = (a: string | null, b: string | null) => a === null || b === null || isSameGroup(a, b)

/** Whether the line tells no more of the household than the other. */
function saysTheSame(one: Listed, other: Listed): boolean {
  const isOneSize = one.members === null || other.members === null || one.members === other.members
  return isOneSize && mayBeOneHead(one.head, other.head)
}

/** 张* and 张某某 may be 张三: what is published is often masked. */
function mayBeOneHead(head: string, other: string): boolean {
  if (head === other || head === '' || other === '') return true
  const [surname = ''] = head
  return other.startsWith(surname) && isMasked(head)
}

const isMasked = (head: string) => /[*＊×某xX○]/u.test(tightText(head).slice(1))

/** A list as far as its `onlyRows` go: formulas of others do not matter, and masked names are no names. */
export function withOnlyRows(list: KnownSheet): KnownSheet {
  const { sheet, header, onlyRows } = list
  if (!onlyRows) return list
  const { head: column } = header.columns
  const rows = sheet.rows.map((row, index) => {
    const isHidden = onlyRows.has(index + 1) && isMasked(readName(fieldCell(row, header, 'head')))
    return isHidden ? row.map((cell, place) => (place === column ? null : cell)) : row
  })
  const formulas = sheet.formulas?.filter(({ cell }) => onlyRows.has(parseAddress(cell)?.row ?? 0))
  return { ...list, sheet: { ...sheet, rows, formulas } }
}
