import { type Cell, shownText } from '../cells/cells.ts'
import { memoized } from '../cells/memoized.ts'

/** What a column can mean. */
export const fields = [
  'group',
  'door',
  'head',
  /** Of a person to the head: the list has one line a person. */
  'relation',
  'members',
  'phone',
  'note',
  /** Of a household: 党员户. */
  'attributes',
  'date',
  'year',
  'month',
  'day',
  'rule',
  'award',
  'deduct',
  /** One column for credits and deductions, told apart by sign. */
  'points',
  /** What a household has after the line. */
  'running',
  'clerk',
  'dimension',
  'caps',
  /** Conditions of a rule, as exports write them. */
  'multipliers',
  'base',
  'veto',
  'honour',
  'validFrom',
  'validTo',
  'ruleNote',
  /** Whether a rule is no longer in use. */
  'retired',
] as const
export type Field = (typeof fields)[number]

const signs = ['加分', '扣分', '减分', '奖分', '罚分', '正面', '负面']
/** Over items of one sign: 加分项, 扣分事项. */
const signedItems = ['项', '项目', '事项', '内容', '情形', '行为', '细则', '清单']
  .flatMap((word) => signs.map((sign) => sign + word))
  .join(' ')

/** The words that offices put over a column; of two columns for one field, the earlier word wins. */
const synonyms: Record<Field, string> = {
  group: '组别 组 村民小组 村民组 居民小组 小组 所属组 所在组 组号 组名 队别 网格 片区',
  door: '门牌号 门牌 门牌号码 户号 房号 门号 家庭门牌号 农户门牌号 户编号 住址 地址 家庭住址',
  head: '户主 户主姓名 姓名 户主名 户主名字 农户姓名 农户 家庭户主 居民姓名 村民姓名 名字',
  members: '家庭人口 人口 人数 家庭人数 人口数 家庭人口数 户籍人口 成员数 家庭成员数',
  phone: '联系电话 手机号码 手机号 手机 电话 电话号码 联系方式 联系号码 户主电话',
  note: '备注 说明 备注说明 备注/说明 附注 情况说明',
  date: '日期 时间 发生日期 发生时间 活动日期 活动时间 记录日期 登记日期 积分日期 考核日期 录入日期 年月日',
  attributes: '住户属性 属性 户属性 家庭属性 农户属性',
  year: '年 年份',
  month: '月 月份',
  day: '日 号',
  rule:
    '细则 积分细则 积分项目 积分事项 积分内容 考核内容 评分内容 评分项目 事项 内容 具体内容 具体事项 行为 事由 项目 加减分事项 加减分项目 积分原因 原因 摘要 ' +
    signedItems,
  award:
    '加分 得分 奖分 奖励分 加分值 奖励积分 加分分值 加分标准 奖分标准 增加 增加分 本月加分 当月加分 奖励 奖',
  deduct:
    '扣分 减分 扣减 扣分值 扣除积分 扣减分 扣除 扣分分值 扣分标准 减分标准 减少 罚分 本月扣分 当月扣分 扣 实扣分 应扣分 实扣 应扣',
  points:
    '积分 分值 分数 加减分 加扣分 奖扣分 得扣分 加/减分 加/扣分 增减分 增减 积分值 积分分值 积分标准 评分标准 计分标准 标准分 分值标准 标准 本月得分 当月得分 本月积分 当月积分 实得分 应得分 实得 应得 实际得分 最终得分',
  clerk:
    '经办人 记录人 录入人 登记人 填报人 填写人 经手人 录入员 督导员 打分人 评分人 记录员 检查人 检查人员 评议人',
  dimension: '维度 类别 分类 积分类别 项目类别 类型 大类 积分维度 积分类型 一级指标 板块',
  relation: '与户主关系 与户主的关系 户主关系 家庭关系 关系 与户主之关系',
  running:
    '累计积分 累计 累积积分 累计得分 累计分 总积分 总分 合计 总计 结余 积分结余 余额 积分余额 剩余积分 可用积分 现有积分 积分总计 积分合计 合计积分 总计积分 积分总额 年度总积分',
  caps: '上限 上限及说明 限额 上限说明 积分上限 封顶 限制 上限/说明 上限与说明 备注及上限 要求',
  multipliers: '属性倍数',
  base: '基础分规则',
  veto: '一票否决后果',
  honour: '积分性质',
  validFrom: '生效日期',
  validTo: '截止日期',
  ruleNote: '细则说明',
  retired: '已停用',
}

const meanings = new Map<string, { field: Field; rank: number }>()
for (const [field, words] of Object.entries(synonyms) as [Field, string][])
  for (const [rank, word] of words.split(' ').entries()) meanings.set(word, { field, rank })

/** Words over the numbers of lines and places, which tell nothing of a household. */
const numbering = /^(?:序号?|编号|行号|No\.?|#|名次|排名|排序|位次)$/iu

/** Whether the words stand over numbers of lines, or places. */
export function isNumbering(cell: Cell | undefined): boolean {
  return numbering.test(headerKey(cell))
}

const meaningIn = memoized((cell) => meanings.get(headerKey(cell)))

/** What the words over a column mean; undefined for words that no office was seen to use. */
export function meaningOf(cell: Cell | undefined): { field: Field; rank: number } | undefined {
  return meaningIn(cell ?? null)
}

const signed = new RegExp(`^(?:${signs.join('|')})(?=.)`, 'u')

/** What a column has in common with one of another sign in a table beside: 加分项 and 扣分项 are one. */
export function columnKey(cell: Cell | undefined): string {
  const key = headerKey(cell)
  return meaningOf(cell)?.field === 'rule' ? key.replace(signed, '±') : key
}

/** Whether the words may stand over figures that a line gives or takes. */
export function mayBePoints(cell: Cell | undefined): boolean {
  const field = meaningOf(cell)?.field
  if (field !== undefined) return field === 'award' || field === 'deduct' || field === 'points'
  return /(?:分|分值|分数|积分)$/u.test(headerKey(cell)) && !sums.test(headerKey(cell))
}

/** Words over points as well as over other things. */
const short =
  /^(?:[实应已]?得|[实应](?:加|奖|扣|减|罚|记|计|发)|核定|核准|核实|认定|审定|评定|裁定|确认|最终|最后|实际|标准)(?:数|值|数值|结果)?$/u

/** Whether the words may stand over points, where figures are below them: 实得, 核定. */
export function isShortForPoints(cell: Cell | undefined): boolean {
  return short.test(headerKey(cell))
}

/** Whether the words stand over what is taken alone: 实扣, 应扣分. */
export function namesDeductions(cell: Cell | undefined): boolean {
  const key = headerKey(cell)
  return meaningOf(cell)?.field === 'deduct' || (/[扣减罚]/u.test(key) && !/[加奖得增]/u.test(key))
}

/** Words over figures that no line gives. */
const sums =
  /累[计积]|结余|余额|剩余|可用|总|合计|小计|兑换|名次|排名|上[年月季]|去年|结转|现有|本年|满分|平均/u

/** A header cell's words without blanks, line breaks, units in brackets and marks. */
export function headerKey(cell: Cell | undefined): string {
  return shownText(cell)
    .normalize('NFKC')
    .replace(/\(.*?\)|\[.*?\]|【.*?】|[\s*:。]/gu, '')
}

/** Whether the words stand over sums or what is left, which no line gives: 上月结余, 总分. */
export function namesSums(cell: Cell | undefined): boolean {
  return sums.test(headerKey(cell))
}

/** How much of the words over a column stands in some words for the field, from 0 to 1. */
export function likeness(cell: Cell | undefined, field: Field): number {
  const key = headerKey(cell)
  const shares = synonyms[field].split(' ').map((word) => {
    const common = Array.from(word).filter((sign) => key.includes(sign)).length
    return (2 * common) / (word.length + key.length)
  })
  return Math.max(...shares)
}
