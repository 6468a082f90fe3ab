import { cautionCodes, type OfficeWorkbook } from '../../domain/workbook/office.ts'
import { type Language, sentence } from '../../words/index.ts'

/** Places that a sentence names. */
const mostPlaces = 5

/** What a person should look at in lines that come in as they stand: a sentence for each kind, with its first places. */
export function cautionSentences(
  language: Language,
  {
    cautions,
    counts,
  }: { cautions: OfficeWorkbook['cautions']; counts: Pick<OfficeWorkbook['counts'], 'cautions'> },
): string[] {
  return cautionCodes
    .filter((code) => counts.cautions[code] > 0)
    .map((code) => {
      const own = cautions.filter(({ caution }) => caution === code).slice(0, mostPlaces)
      const places = own.map(({ sheet, row, cell, value, other }) =>
        sentence(language, other === undefined ? 'caution-place' : 'caution-place-of-rule', {
          ...{ sheet, cell: cell ?? row, value, other: other ?? '' },
        }),
      )
      const examples = places.join(sentence(language, 'caution-comma'))
      return sentence(language, `cautions-${code}`, { count: counts.cautions[code], examples })
    })
}
