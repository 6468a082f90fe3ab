/** 上年结转, 期初余额: points from before the ledger, and no deed. */
const opening =
  /^(?:上年|去年|往年|历年|上季|上期|年初|期初)度?[末底]?(?:积?分数?)?(?:结转|余额|结余|转入|结存|余分|剩余|滚存)?(?:积?分数?)?$|^(?:结转积?分|积分结转)$/u

/** Whether the words are of points from before the ledger. @param text without blanks */
export function namesOpening(text: string): boolean {
  return opening.test(text)
}

const carried = /结转|期初|年初|滚存/u
const former = /^(?:上年|去年|往年|历年|上季|上期|前期|原有?|历史|以前).*(?:[分余]|余额|结存|剩余)$/u
const ofYear = /^(20\d\d)年?度?[^月季日周]*(?:[分余]|余额|结存|剩余)$/u

/** Whether the words are of points of a year before: 2025年积分. @param year of the books */
export function namesFormerYear(text: string, year: number): boolean {
  const named = ofYear.exec(text)?.[1]
  return named !== undefined && Number(named) < year
}

/** Whether the words may be of such points, where somebody is asked. @param year of the books */
export function mayNameOpening(text: string, year: number): boolean {
  return namesOpening(text) || namesFormerYear(text, year) || carried.test(text) || former.test(text)
}
