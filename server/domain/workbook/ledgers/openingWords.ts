/** 上年结转, 期初余额: points from before the ledger, and no deed. */
const opening =
  /^(?:上年|去年|往年|历年|上季|上期|年初|期初)度?(?:积分|分数)?(?:结转|余额|结余|转入|结存|余分)?(?:积分|分数)?$/u

/** Whether the words are of points from before the ledger. @param text without blanks */
export function namesOpening(text: string): boolean {
  return opening.test(text)
}
