import { t } from '../shell/words/translate.ts'

/** How neighbourhoods in a town end; villages are all others. */
const neighbourhood = /(?:社区|居|小区)$/u
/** A name that is the office's already. */
const committee = /委员会$/u

/** The office that seals a village's papers: 村民委员会, or 居民委员会 of a neighbourhood. */
export function officeOf(village: string): string {
  if (committee.test(village)) return village
  return t(neighbourhood.test(village) ? 'office.neighbourhood' : 'office.village', { village })
}
