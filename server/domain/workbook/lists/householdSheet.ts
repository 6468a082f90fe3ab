import { cutText } from '../../text/characters.ts'
import { doorKey, spelledOut } from '../../text/lookAlikes.ts'
import { isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { type Carried, fieldAddress, fieldCell, findOddField, isBetween, soleText } from '../cells/lines.ts'
import { isOdd } from '../cells/oddText.ts'
import type { Findings } from '../findings.ts'
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { groupInTitles } from '../headers/titles.ts'
import type { CautionCode, DuplicateDoor, OfficeHousehold, Place, RowWithoutDoor } from '../office.ts'
import type { Questions } from '../questions/questions.ts'
import { groupInFront, longestDoor, readDoor } from './doors.ts'
import { askWhetherDoorsRestart } from './doorsRestart.ts'
import { canonicalGroup, namesGroup, ungrouped } from './groups.ts'
import { isOfHead, type ListLine, ofFirstHouseholds } from './listLine.ts'
import {
  isOfMember,
  longestName,
  readAttributes,
  readMembers,
  readName,
  readNote,
  readPhones,
} from './people.ts'

/** What is read so far. */
export interface HouseholdList {
  households: OfficeHousehold[]
  duplicateDoors: DuplicateDoor[]
  rowsWithoutDoor: RowWithoutDoor[]
}

/** Fields whose text is stored. */
const storedFields: readonly Field[] = ['door', 'head', 'note', 'attributes']

/** Reads the households of list sheets; one reader for all of them, since a door counts once. */
export interface HouseholdReader {
  /**
   * Takes a sheet's lines. The group is carried down from the line that names it; a sheet without any takes
   * it from lines such as 第三组 above or between households, or from its own name.
   *
   * @param onlyRows the rows to take, from 1; all of them where it is absent
   */
  read(sheet: Sheet, header: Header, onlyRows?: ReadonlySet<number>): void
  /**
   * Adds the households of all lines to the list.
   *
   * @returns names of people by door, where lists have one line a person
   */
  finish(questions: Questions): ReadonlyMap<string, readonly string[]>
}

/** @param known doors of the village */
export function createHouseholdReader(
  village: string,
  list: HouseholdList,
  findings: Findings,
  known: readonly { door: string }[] = [],
): HouseholdReader {
  const lines: ListLine[] = []
  const byDoor = new Map<string, OfficeHousehold>()
  const people = new Map<string, string[]>()
  const knownDoors = new Set(known.map(({ door }) => door))
  const byLook = new Map(known.map(({ door }) => [doorKey(door), door]))

  function add(line: ListLine): void {
    const { cells, header, group, door, head, sheet, row } = line
    const place = { sheet, row }
    const at = (field: Field): string | null => fieldAddress(header, field, row)
    const cell = (field: Field) => fieldCell(cells, header, field)
    if (door === '' && head === '') return
    const odd = findOddField(cells, header, storedFields)
    if (odd) return findings.problem(place, at(odd), 'odd-characters', cell(odd))
    if (isOdd(group.cell)) return findings.problem(place, group.address, 'odd-characters', group.cell)
    if (door === '') {
      list.rowsWithoutDoor.push({ ...place, head })
      return
    }
    const writtenDoor = isBlank(cell('door')) ? door : cell('door')
    // A door that the spreadsheet took for a date may have been another: 12-3 and 2012-3 look alike.
    if (door.length > longestDoor || cell('door') instanceof Date)
      return findings.problem(place, at('door'), 'bad-door', cell('door'))
    // A table of points may leave the names out: the village has them.
    if (head === '' && knownDoors.has(door)) return
    if (head === '') return findings.problem(place, at('head'), 'no-head', writtenDoor)
    if (head.length > longestName) return findings.problem(place, at('head'), 'head-too-long', cell('head'))
    const first = byDoor.get(door)
    if (first) {
      list.duplicateDoors.push({ ...place, door, head, first: { sheet: first.sheet, row: first.row } })
      if (head !== first.head) findings.problem(place, at('door'), 'door-of-another', writtenDoor, first.head)
      return
    }
    const other = byLook.get(doorKey(door))
    if (other !== undefined && other !== door && !knownDoors.has(door))
      return findings.problem(place, at('door'), 'door-alike', spelledOut(door), spelledOut(other))
    byLook.set(doorKey(door), door)
    const written = readMembers(cell('members'))
    const counted = people.get(door)?.length ?? null
    const members = written ?? counted
    const [phone = null, ...otherPhones] = readPhones(cell('phone'))
    if (members === null) remark(place, cells, header, 'members', 'members-unclear')
    else if (counted !== null && counted !== members)
      findings.caution(place, at('members'), 'members-unlike-people', `${members} ≠ ${counted}`)
    if (phone === null) remark(place, cells, header, 'phone', 'phone-unclear')
    if (otherPhones.length > 0) remark(place, cells, header, 'phone', 'phones-left')
    const attributes = readAttributes(cell('attributes'))
    const household: OfficeHousehold = {
      ...place,
      door,
      head,
      group: group.text,
      members,
      phone,
      note: readNote(cell('note')),
      ...(attributes.length > 0 && { attributes }),
    }
    byDoor.set(door, household)
    list.households.push(household)
  }

  /** A caution where something stands that means more than 无 or a dash. */
  function remark(place: Place, row: Row, header: Header, field: Field, code: CautionCode): void {
    const cell = fieldCell(row, header, field)
    const says = !isBlank(cell) && !/^(?:无|没有|暂无|空|[-—/\\])+$/u.test(tightText(cell))
    if (says) findings.caution(place, fieldAddress(header, field, place.row), code, cell)
  }

  function groupOf(sheet: Sheet, header: Header): Carried {
    const text = groupInTitles(sheet, header.row, village) ?? ungrouped
    const isOfName = namesGroup(tightText(sheet.name))
    return { text: cutText(text, longestName), cell: isOfName ? sheet.name : null, address: null }
  }

  /** The group that a line names, in its column or as its only text. */
  function groupIn(row: Row, number: number, header: Header, sole: Carried | null): Carried | null {
    if (sole && !namesGroup(sole.text)) return null
    const cell = sole ? sole.cell : fieldCell(row, header, 'group')
    const text = canonicalGroup(cell, village)
    const address = sole ? sole.address : fieldAddress(header, 'group', number)
    return text === null ? null : { text: cutText(text, longestName), cell, address }
  }

  function lineOf(place: Place, cells: Row, header: Header, group: Carried): ListLine {
    const written = readDoor(fieldCell(cells, header, 'door'), village)
    const last = lines.at(-1)
    const isMember = written === '' && isOfMember(fieldCell(cells, header, 'relation'))
    const isOfAbove = isMember && last?.sheet === place.sheet
    const door = isOfAbove ? last.door : written
    const head = readName(fieldCell(cells, header, 'head'))
    // 3组12号 is in a group, where nothing else names one.
    const inFront = group.text === ungrouped ? groupInFront(door) : null
    const own = inFront === null ? group : { ...group, text: inFront }
    return { ...place, cells, header, group: own, door, head, isOfAbove }
  }

  return {
    read(sheet, header, onlyRows) {
      let group = groupOf(sheet, header)
      for (let index = header.firstRow - 1; index < sheet.rows.length; index++) {
        const row = sheet.rows[index] ?? []
        if (isBetween(row, header)) continue
        const sole = soleText(row, index + 1)
        group = groupIn(row, index + 1, header, sole) ?? group
        if (onlyRows && !onlyRows.has(index + 1)) continue
        if (sole === null || isOfHousehold(sole.text, row, header))
          lines.push(lineOf({ sheet: sheet.name, row: index + 1 }, row, header, group))
      }
    },
    finish(questions) {
      const households = askWhetherDoorsRestart(lines, questions)
      for (const { door, head } of ofFirstHouseholds(households))
        people.set(door, [...(people.get(door) ?? []), head])
      const hasHead = new Set(households.filter(isOfHead).map(({ door }) => door))
      for (const line of households) {
        // Of a household whose list names no head, the first line is asked about.
        if (isOfHead(line)) add(line)
        else if (!hasHead.has(line.door)) {
          hasHead.add(line.door)
          add({ ...line, head: '' })
        }
      }
      return people
    },
  }
}

/**
 * Whether the only text of a line is a household's door or the name of one without a door; 制表人:张三 and 共5户
 * are none.
 */
export function isOfHousehold(text: string, row: Row, header: Header): boolean {
  if (!isBlank(fieldCell(row, header, 'door'))) return /^[^\s:,。;]{0,12}?\d[\d-]*号?$/u.test(text)
  const isName = text.length <= 8 && !namesGroup(text) && !/[::,。;]/u.test(text)
  return isName && !isBlank(fieldCell(row, header, 'head'))
}
