import { z } from 'zod'
import { asTyped } from './text.ts'

/** The six digits of a household's card, however they were typed: blanks fall away, full-width digits count. */
export const sixDigits = asTyped(0, 40)
  .transform((text) => text.normalize('NFKC').replace(/\s/gu, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'not-six-digits'))
