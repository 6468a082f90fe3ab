import { asTyped, oneLine } from './text.ts'

export const door = oneLine(1, 24).meta({ description: 'Door number' })

/** A door number to be given: without characters that make another one which prints the same. */
export const newDoor = door.refine(
  (text) => !/[\p{Variation_Selector}\p{Co}]/u.test(text),
  'unseen-characters',
)

/** What a list of households, or of what is theirs, is searched by. */
export const householdSearch = asTyped(0, 50)
  .trim()
  .meta({ description: 'Door, part of the name, or initials of its pinyin' })
