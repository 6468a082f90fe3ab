import { type Kysely, sql } from 'kysely'
import { appendOnly } from './baseline/appendOnly.ts'
import { batches } from './baseline/batches.ts'
import { households } from './baseline/households.ts'
import { ledger } from './baseline/ledger.ts'
import { people } from './baseline/people.ts'
import { publicity } from './baseline/publicity.ts'
import { redemption } from './baseline/redemption.ts'
import { residents } from './baseline/residents.ts'
import { review } from './baseline/review.ts'
import { rounds } from './baseline/rounds.ts'
import { rulebook } from './baseline/rulebook.ts'
import { totals } from './baseline/totals.ts'
import { villages } from './baseline/villages.ts'

/** The schema that SQLite has after its migration of the same number. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  ...villages,
  ...people,
  ...households,
  ...rulebook,
  ...ledger,
  ...totals,
  ...review,
  ...publicity,
  ...redemption,
  ...rounds,
  ...residents,
  ...batches,
  ...appendOnly,
]
