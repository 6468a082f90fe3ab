import { type Cell, type Row, type Sheet, isBlank, shownText } from '../cells/cells.ts'

/** What a column can mean. */
export type Field =
  | 'group'
  | 'door'
  | 'head'
  | 'members'
  | 'phone'
  | 'note'
  | 'date'
  | 'rule'
  | 'award'
  | 'deduct'
  /** One column for credits and deductions, told apart by sign. */
  | 'points'
  | 'clerk'
  | 'dimension'
  | 'caps'

/** Column, counted from 0, of every field that the header names. */
type Columns = Partial<Record<Field, number>>

export interface Header {
  columns: Columns
  /** Words of a naming column that stand there twice, as over two tables side by side; null for none. */
  repeated: string | null
  /** Sheet row of the header, from 1; of its upper line where it has two. */
  row: number
  /** Sheet row of the first line below it. */
  firstRow: number
}

/** The words that offices put over a column; of two columns for one field, the earlier word wins. */
const synonyms: Record<Field, string> = {
  group: '组别 组 村民小组 村民组 居民小组 小组 所属组 所在组 组号 组名 队别 网格 片区',
  door: '门牌号 门牌 门牌号码 户号 房号 门号 家庭门牌号 农户门牌号 户编号 住址 地址 家庭住址',
  head: '户主 户主姓名 姓名 户主名 户主名字 农户姓名 农户 家庭户主 居民姓名 村民姓名 名字',
  members: '家庭人口 人口 人数 家庭人数 人口数 家庭人口数 户籍人口 成员数 家庭成员数',
  phone: '联系电话 手机号码 手机号 手机 电话 电话号码 联系方式 联系号码 户主电话',
  note: '备注 说明 备注说明 备注/说明 附注 情况说明',
  date: '日期 时间 发生日期 发生时间 活动日期 活动时间 记录日期 登记日期 积分日期 考核日期 录入日期 年月日',
  rule: '细则 积分细则 积分项目 积分事项 积分内容 考核内容 评分内容 评分项目 事项 内容 具体内容 具体事项 行为 事由 项目 加减分事项 加减分项目 积分原因 原因',
  award: '加分 得分 奖分 奖励分 加分值 奖励积分 加分分值 增加 增加分 奖励 奖',
  deduct: '扣分 减分 扣减 扣分值 扣除积分 扣减分 扣除 扣分分值 减少 罚分 扣',
  points:
    '积分 分值 分数 加减分 加扣分 奖扣分 得扣分 加/减分 加/扣分 增减分 增减 积分值 积分分值 积分标准 评分标准 计分标准 标准分 分值标准 标准',
  clerk: '经办人 记录人 录入人 登记人 填报人 填写人 经手人 录入员 督导员 打分人 评分人 记录员',
  dimension: '维度 类别 分类 积分类别 项目类别 类型 大类 积分维度 积分类型 一级指标 板块',
  caps: '上限 上限及说明 限额 上限说明 积分上限 封顶 限制 上限/说明 上限与说明 备注及上限 要求',
}

const meanings = new Map<string, { field: Field; rank: number }>()
for (const [field, words] of Object.entries(synonyms) as [Field, string][])
  for (const [rank, word] of words.split(' ').entries()) meanings.set(word, { field, rank })

/** The header lies within the first lines of a sheet, below its title and date. */
const deepestHeader = 30

/**
 * The header of a table: the line that names most columns, two lines where the
 * upper one spans columns of the lower. Null where no line names two.
 */
export function findHeader(sheet: Sheet): Header | null {
  let best: Header | null = null
  let most = 1
  for (let index = 0; index < Math.min(sheet.rows.length, deepestHeader); index++) {
    const upper = sheet.rows[index] ?? []
    const lower = sheet.rows[index + 1] ?? []
    const twoLines = isHeaderLine(lower) && spansColumns(upper, lower)
    const named = twoLines ? joined(upper, lower) : upper
    const columns = readColumns(named)
    const count = Object.keys(columns).length
    if (count <= most) continue
    most = count
    best = { columns, repeated: findRepeated(named), row: index + 1, firstRow: index + (twoLines ? 3 : 2) }
  }
  return best
}

/** Whether a line repeats the header, as printed lists do on every page. */
export function isHeaderLine(row: Row): boolean {
  const filled = row.filter((cell) => !isBlank(cell))
  return filled.length > 0 && filled.every((cell) => meanings.has(headerKey(cell)))
}

/** Some column is named by the lower line alone. */
function spansColumns(upper: Row, lower: Row): boolean {
  const named = upper.filter((cell) => meanings.has(headerKey(cell))).length
  return named > 0 && lower.some((cell, column) => !isBlank(cell) && isBlank(upper[column]))
}

function joined(upper: Row, lower: Row): Cell[] {
  const width = Math.max(upper.length, lower.length)
  return Array.from({ length: width }, (_, column) => {
    const below = lower[column] ?? null
    return isBlank(below) ? (upper[column] ?? null) : below
  })
}

function readColumns(row: Row): Columns {
  const columns: Columns = {}
  const ranks: Partial<Record<Field, number>> = {}
  row.forEach((cell, column) => {
    const meaning = meanings.get(headerKey(cell))
    if (!meaning) return
    const { field, rank } = meaning
    const taken = ranks[field]
    // Of 项目 and 内容 side by side, the broader word names the class of the other.
    const broader = field === 'rule' && taken !== undefined && columns.dimension === undefined
    if (taken === undefined || rank < taken) {
      if (broader && columns.rule !== undefined) columns.dimension = columns.rule
      columns[field] = column
      ranks[field] = rank
    } else if (broader) columns.dimension = column
  })
  return columns
}

/** Of these columns a table has one. */
const single: ReadonlySet<Field> = new Set(['door', 'head', 'date', 'rule'])

function findRepeated(row: Row): string | null {
  const seen = new Set<string>()
  for (const cell of row) {
    const key = headerKey(cell)
    const meaning = meanings.get(key)
    if (!meaning || !single.has(meaning.field)) continue
    if (seen.has(key)) return key
    seen.add(key)
  }
  return null
}

/** A header cell's words without blanks, line breaks, units in brackets and marks. */
function headerKey(cell: Cell | undefined): string {
  return shownText(cell)
    .normalize('NFKC')
    .replace(/\(.*?\)|\[.*?\]|【.*?】|[\s*:。]/gu, '')
}
