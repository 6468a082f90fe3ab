/**
 * `npm run test:workbooks`: 2,000 workbooks of random shape, each right, refused or asked about.
 * `-- --seeds 10000` reads more, `-- --seed 7` one.
 */
import { parseArgs } from 'node:util'
import { isRight, outcomeOf } from '../domain/workbook/random/outcome.ts'

const { values } = parseArgs({ options: { seeds: { type: 'string' }, seed: { type: 'string' } } })
const seeds =
  values.seed === undefined
    ? Array.from({ length: Number(values.seeds ?? 2000) }, (_, seed) => seed)
    : [Number(values.seed)]
const outcomes = seeds.map(outcomeOf)
const wrong = outcomes.filter((outcome) => !isRight(outcome))
for (const { seed, invented, isTold, unnamed } of wrong)
  process.stdout.write(
    `seed ${seed}: ${[
      ...(isTold ? [] : ['lines lost']),
      ...invented.map((line) => `invented ${line}`),
      ...unnamed.map((problem) => `value missing in ${problem}`),
    ].join('; ')}\n`,
  )
const whole = outcomes.filter(({ isWhole }) => isWhole).length
process.stdout.write(`${whole} came in whole, ${outcomes.length - whole - wrong.length} were told about\n`)
process.stdout.write(`${outcomes.length - wrong.length} passed, ${wrong.length} failed\n`)
process.exitCode = wrong.length === 0 ? 0 : 1
