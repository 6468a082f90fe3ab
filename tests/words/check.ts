/** Part of `npm run check`: says which words are missing or dead, and fails then. */
import { places, wordFaults } from './find.ts'

const faults = places().flatMap(wordFaults)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0
