import { isBlank, type Row, type Sheet, tightText } from './cells.ts'
import { longestDoor, readDoor } from './doors.ts'
import { canonicalGroup, namesGroup, ungrouped } from './groups.ts'
import { type Field, type Header } from './header.ts'
import { fieldAddress, fieldCell, isBetween, soleText } from './lines.ts'
import { type Findings } from './findings.ts'
import {
  type CautionCode,
  type DuplicateDoor,
  type OfficeHousehold,
  type Place,
  type RowWithoutDoor,
} from './office.ts'
import { longestName, readMembers, readName, readNote, readPhone } from './people.ts'

/** What is read so far. */
export interface HouseholdList {
  households: OfficeHousehold[]
  duplicateDoors: DuplicateDoor[]
  rowsWithoutDoor: RowWithoutDoor[]
}

/** Reads the households of list sheets; one reader for all of them, since a door counts once. */
export interface HouseholdReader {
  /**
   * Adds a sheet's households to the list. The group is carried down from the
   * line that names it; a sheet without any takes it from lines such as 第三组
   * between households, or from its own name.
   */
  read(sheet: Sheet, header: Header): void
}

export function createHouseholdReader(
  village: string,
  list: HouseholdList,
  findings: Findings,
): HouseholdReader {
  const byDoor = new Map<string, OfficeHousehold>()

  function add(place: Place, row: Row, header: Header, group: string): void {
    const at = (field: Field): string | null => fieldAddress(header, field, place.row)
    const doorCell = fieldCell(row, header, 'door')
    const headCell = fieldCell(row, header, 'head')
    const door = readDoor(doorCell, village)
    const head = readName(headCell)
    if (door === '') {
      if (head !== '') list.rowsWithoutDoor.push({ ...place, head })
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
    const members = readMembers(fieldCell(row, header, 'members'))
    const phone = readPhone(fieldCell(row, header, 'phone'))
    const note = readNote(fieldCell(row, header, 'note'))
    if (members === null) remark(place, row, header, 'members', 'members-unclear')
    if (phone === null) remark(place, row, header, 'phone', 'phone-unclear')
    const household = { ...place, door, head, group, members, phone, note }
    byDoor.set(door, household)
    list.households.push(household)
  }

  /** A caution where something stands that means more than 无 or a dash. */
  function remark(place: Place, row: Row, header: Header, field: Field, code: CautionCode): void {
    const cell = fieldCell(row, header, field)
    const says = !isBlank(cell) && !/^(?:无|没有|暂无|空|[-—/\\])+$/u.test(tightText(cell))
    if (says) findings.caution(place, fieldAddress(header, field, place.row), code, cell)
  }

  return {
    read(sheet, header) {
      let group = (namesGroup(tightText(sheet.name)) && canonicalGroup(sheet.name, village)) || ungrouped
      for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
        const row = sheet.rows[index] ?? []
        if (isBetween(row, header)) continue
        const sole = soleText(row)
        const isName = sole !== null && isBareName(sole) && !isBlank(fieldCell(row, header, 'head'))
        const named = sole === null ? fieldCell(row, header, 'group') : namesGroup(sole) ? sole : null
        group = canonicalGroup(named, village)?.slice(0, longestName) ?? group
        if (sole === null || isName) add({ sheet: sheet.name, row: index + 1 }, row, header, group)
      }
    },
  }
}

/** A name alone in its line is a household without a door; 制表人:张三 is none. */
function isBareName(text: string): boolean {
  return text.length <= 8 && !namesGroup(text) && !/[::,。;]/u.test(text)
}
