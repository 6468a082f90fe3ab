import { cutText } from '../../text/characters.ts'
import { doorKey, spelledOut } from '../../text/lookAlikes.ts'
import { isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { type Carried, fieldAddress, fieldCell, findOddField, isBetween, soleText } from '../cells/lines.ts'
import { isOdd } from '../cells/oddText.ts'
import type { Findings } from '../findings.ts'
import type { Field, Header } from '../headers/header.ts'
import type { CautionCode, DuplicateDoor, OfficeHousehold, Place, RowWithoutDoor } from '../office.ts'
import { longestDoor, readDoor } from './doors.ts'
import { canonicalGroup, namesGroup, ungrouped } from './groups.ts'
import { longestName, readMembers, readName, readNote, readPhone } from './people.ts'

/** What is read so far. */
export interface HouseholdList {
  households: OfficeHousehold[]
  duplicateDoors: DuplicateDoor[]
  rowsWithoutDoor: RowWithoutDoor[]
}

/** Fields whose text is stored. */
const storedFields: readonly Field[] = ['door', 'head', 'note']

/** Reads the households of list sheets; one reader for all of them, since a door counts once. */
export interface HouseholdReader {
  /**
   * Adds a sheet's households to the list. The group is carried down from the
   * line that names it; a sheet without any takes it from lines such as 第三组
   * between households, or from its own name.
   */
  read(sheet: Sheet, header: Header): void
}

/** @param known doors of the village */
export function createHouseholdReader(
  village: string,
  list: HouseholdList,
  findings: Findings,
  known: readonly { door: string }[] = [],
): HouseholdReader {
  const byDoor = new Map<string, OfficeHousehold>()
  const knownDoors = new Set(known.map(({ door }) => door))
  const byLook = new Map(known.map(({ door }) => [doorKey(door), door]))

  function add(place: Place, row: Row, header: Header, group: Carried): void {
    const at = (field: Field): string | null => fieldAddress(header, field, place.row)
    const doorCell = fieldCell(row, header, 'door')
    const headCell = fieldCell(row, header, 'head')
    const door = readDoor(doorCell, village)
    const head = readName(headCell)
    if (door === '' && head === '') return
    const odd = findOddField(row, header, storedFields)
    if (odd) return findings.problem(place, at(odd), 'odd-characters', fieldCell(row, header, odd))
    if (isOdd(group.cell)) return findings.problem(place, group.address, 'odd-characters', group.cell)
    if (door === '') {
      list.rowsWithoutDoor.push({ ...place, head })
      return
    }
    // A door that the spreadsheet took for a date may have been another: 12-3 and 2012-3 look alike.
    if (door.length > longestDoor || doorCell instanceof Date)
      return findings.problem(place, at('door'), 'bad-door', doorCell)
    if (head === '') return findings.problem(place, at('head'), 'no-head', doorCell)
    if (head.length > longestName) return findings.problem(place, at('head'), 'head-too-long', headCell)
    const first = byDoor.get(door)
    if (first) {
      list.duplicateDoors.push({ ...place, door, head, first: { sheet: first.sheet, row: first.row } })
      return
    }
    const other = byLook.get(doorKey(door))
    if (other !== undefined && other !== door && !knownDoors.has(door))
      return findings.problem(place, at('door'), 'door-alike', spelledOut(door), spelledOut(other))
    byLook.set(doorKey(door), door)
    const members = readMembers(fieldCell(row, header, 'members'))
    const phone = readPhone(fieldCell(row, header, 'phone'))
    const note = readNote(fieldCell(row, header, 'note'))
    if (members === null) remark(place, row, header, 'members', 'members-unclear')
    if (phone === null) remark(place, row, header, 'phone', 'phone-unclear')
    const household = { ...place, door, head, group: group.text, members, phone, note }
    byDoor.set(door, household)
    list.households.push(household)
  }

  /** A caution where something stands that means more than 无 or a dash. */
  function remark(place: Place, row: Row, header: Header, field: Field, code: CautionCode): void {
    const cell = fieldCell(row, header, field)
    const says = !isBlank(cell) && !/^(?:无|没有|暂无|空|[-—/\\])+$/u.test(tightText(cell))
    if (says) findings.caution(place, fieldAddress(header, field, place.row), code, cell)
  }

  function groupOf({ name }: Sheet): Carried {
    const text = (namesGroup(tightText(name)) && canonicalGroup(name, village)) || ungrouped
    return { text, cell: text === ungrouped ? null : name, address: null }
  }

  /** The group that a line names, in its column or as its only text. */
  function groupIn(row: Row, number: number, header: Header, sole: Carried | null): Carried | null {
    if (sole && !namesGroup(sole.text)) return null
    const cell = sole ? sole.cell : fieldCell(row, header, 'group')
    const text = canonicalGroup(cell, village)
    const address = sole ? sole.address : fieldAddress(header, 'group', number)
    return text === null ? null : { text: cutText(text, longestName), cell, address }
  }

  return {
    read(sheet, header) {
      let group = groupOf(sheet)
      for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
        const row = sheet.rows[index] ?? []
        if (isBetween(row, header)) continue
        const sole = soleText(row, index + 1)
        const isName = sole !== null && isBareName(sole.text) && !isBlank(fieldCell(row, header, 'head'))
        group = groupIn(row, index + 1, header, sole) ?? group
        if (sole === null || isName) add({ sheet: sheet.name, row: index + 1 }, row, header, group)
      }
    },
  }
}

/** A name alone in its line is a household without a door; 制表人:张三 is none. */
function isBareName(text: string): boolean {
  return text.length <= 8 && !namesGroup(text) && !/[::,。;]/u.test(text)
}
