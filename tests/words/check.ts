/** Part of `npm run check`: says which words are missing or dead, and where Chinese stands in code, and fails then. */
import { strayChinese } from './chinese.ts'
import { places, wordFaults } from './find.ts'
import { otherSynonyms, synonymFaults } from './glossary.ts'

const faults = [
  ...places().flatMap((place) => [...wordFaults(place), ...synonymFaults(place.name, place.chinese)]),
  ...otherSynonyms(),
  ...strayChinese(),
]
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
