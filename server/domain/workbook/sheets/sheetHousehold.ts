/** The household that a sheet is about: named in a line above or between its lines, or by its name. */
import { isBlank, type Row, type Sheet, tightText } from '../cells/cells.ts'
import { meaningOf } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { readDoor } from '../lists/doors.ts'
import { canonicalGroup } from '../lists/groups.ts'
import { readName } from '../lists/people.ts'

/** Door and head as they are written there; one of them may be empty. */
export interface SheetHousehold {
  door: string
  head: string
  group: string | null
}

/** Doors and heads that there are, in the workbook and in the village. */
export interface KnownHouseholds {
  doors: ReadonlySet<string>
  heads: ReadonlySet<string>
}

const labels = {
  door: '门牌号码|门牌号|门牌|户号|门号',
  head: '户主姓名|户主|姓名|农户',
  group: '村民小组|所属组|组别|小组',
}
const anyLabel = `${Object.values(labels).join('|')}|联系电话|电话|手机|家庭人口|人口|地址|住址|日期|年度`

/** 门牌号：1001号　户主：张三, in one cell or several; null for other lines. */
export function labelledHousehold(row: Row, village: string): SheetHousehold | null {
  const texts = row.filter((cell) => !isBlank(cell)).map((cell) => String(cell).normalize('NFKC'))
  if (texts.length === 0 || texts.every((text) => meaningOf(text) !== undefined)) return null
  const line = texts.join('|')
  const valueOf = (words: string) => {
    const pattern = new RegExp(
      `(?:^|[|\\s,;])(?:${words})\\s*[:|]\\s*\\|?([^|]+?)\\s*(?=\\||(?:${anyLabel})\\s*:|$)`,
      'u',
    )
    const value = pattern.exec(line)?.[1]?.trim() ?? ''
    return meaningOf(value) === undefined ? value : ''
  }
  const door = readDoor(valueOf(labels.door), village)
  const head = readName(valueOf(labels.head))
  return door === '' && head === ''
    ? null
    : { door, head, group: canonicalGroup(valueOf(labels.group), village) }
}

const named = /^(?:第?([\d一二三四五六七八九十]{1,3}组))?(?:(\d[\d-]*)号?)?[-_\s]*([^\d\s]*)$/u

/** 1001号张三, 3组12号, 张三: where there is such a household. */
function householdOfName(name: string, known: KnownHouseholds, village: string): SheetHousehold | null {
  const text = tightText(name).replace(/[()]/gu, '')
  const [, groupWord, number, rest = ''] = named.exec(text) ?? []
  const group = groupWord === undefined ? null : canonicalGroup(groupWord)
  const person = rest.replace(/(?:家|户|家庭)$/u, '')
  if (person !== '' && !known.heads.has(person)) return null
  const door = readDoor(number ?? '', village)
  const hasDoor = known.doors.has(door) || (group !== null && known.doors.has(`${group}${door}`))
  if (door !== '' && hasDoor) return { door, head: person, group }
  return person === '' || number !== undefined ? null : { door: '', head: person, group }
}

/** The household of a sheet; null where neither the lines above its header nor its name tell one. */
export function householdOfSheet(
  { name, rows }: Sheet,
  header: Header,
  known: KnownHouseholds,
  village: string,
): SheetHousehold | null {
  const above = rows.slice(0, header.row - 1).flatMap((row) => labelledHousehold(row, village) ?? [])
  const [first, another] = above
  // Two households above one table: which of them is meant nobody can tell.
  if (another) return mergeParts(above)
  return first ?? householdOfName(name, known, village)
}

/** Door and head on lines of their own; null for two of one. */
function mergeParts(parts: readonly SheetHousehold[]): SheetHousehold | null {
  const doors = new Set(parts.map(({ door }) => door).filter((door) => door !== ''))
  const heads = new Set(parts.map(({ head }) => head).filter((head) => head !== ''))
  if (doors.size > 1 || heads.size > 1) return null
  const group = parts.find((part) => part.group !== null)?.group ?? null
  return { door: [...doors][0] ?? '', head: [...heads][0] ?? '', group }
}
