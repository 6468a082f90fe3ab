/** Lines below a table that sign or date it, or remark on it. */
import type { Field } from '../headers/fields.ts'
import type { Header } from '../headers/header.ts'
import { type Cell, isBlank, type Row, tightText } from './cells.ts'

const signing = '制表|填表|填报|编制|统计|记录|登记|审核|复核|审批|核对|校对|经办|监督|报送|打印'
const signer = `(?:${signing}|负责|村委会|村书记|书记|主任|会计|组长)`
const signed = '(?:[人员者]|日期|时间|单位|签字|签名|盖章|电话)'
/** 制表人:李会计, 书记(签字): and 填表日期 beside its date. */
const labelled = new RegExp(
  `^${signer}(?:${signed}*(?:\\([^)]*\\))?:|${signed}+$)|^${signer}${signed}*\\([^)]*\\)$|^(?:单位|日期|时间|签字|签名|盖章|联系人):|^第\\d+页`,
  'u',
)
const remark = /^(?:注|备注|附注|说明|附)\d{0,2}[:、.]/u

const bareWord = new RegExp(`^(?:${signing})$`, 'u')
const bareSigner = new RegExp(`^${signer}${signed}?$`, 'u')
/** 制表李会计, which stood there with a blank. */
const withName = new RegExp(`^${signer}[人员者]?\\p{Script=Han}{2,4}$`, 'u')
const date = /^\d{4}[-./年]\d|^\d{1,2}月\d|^20\d{2}$/u

/** Whether a line may be signed, dated or a remark that begins with this text. */
export function maySign(text: string): boolean {
  return [labelled, remark, bareSigner, withName].some((words) => words.test(text))
}

/** Columns whose cells may be such words in a line of the table. */
const wordy: readonly Field[] = [
  'rule',
  'dimension',
  'date',
  'clerk',
  'note',
  'caps',
  'award',
  'deduct',
  'points',
]

/**
 * Whether the line is signed or dated below a table (制表人:李会计; 制表 beside 李会计), or begins as a remark
 * does (注:).
 */
export function isSignature(row: Row, header: Header): boolean {
  const column = row.findIndex((cell) => !isBlank(cell))
  const first = tightText(row[column])
  if (labelled.test(first) || remark.test(first)) return true
  if (!bareSigner.test(first) && !withName.test(first)) return false
  const { rule } = header.columns
  if (rule !== undefined && !isBlank(row[rule])) return false
  if (bareWord.test(first) && wordy.every((field) => header.columns[field] !== column)) return true
  return areSigners(row.filter((cell) => !isBlank(cell)))
}

/** Whether two cells and more name signers, each with its name in the cell or in the next one. */
function areSigners(cells: readonly Cell[]): boolean {
  const texts = cells.map(tightText)
  const isSigner = texts.map((text) => bareSigner.test(text) || withName.test(text))
  const isTold = texts.every(
    (text, place) => isSigner[place] || date.test(text) || bareSigner.test(texts[place - 1] ?? ''),
  )
  return isTold && isSigner.filter(Boolean).length > 1
}
