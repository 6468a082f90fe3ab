/** Who sends the cases: people by their sessions, a household by its own, programs by their access tokens. */
import { roles } from '../../../../server/domain/people/powers.ts'
import type { Random } from '../../random.ts'
import { programs, type Renewed } from '../messages.ts'
import type { DescribedOperation, HttpCase } from './httpCases.ts'

const all = [
  ...['stranger', 'resident', ...roles, 'admin of all', 'admin of another'],
  ...Object.keys(programs),
]
/** Of what programs are for. */
const ofPrograms = /\/(open|scores)(\/|$)/

/** Who calls an operation: anybody, but mostly who may. */
export function drawCaller({ path }: DescribedOperation, random: Random): string {
  // Whoever signs out is not needed afterwards.
  if (path.startsWith('/api/session')) return random.pick(['stranger', 'leaver']) ?? ''
  if (path.startsWith('/api/doors') && random.chance(0.7)) return 'resident'
  if (ofPrograms.test(path) && random.chance(0.7)) return random.pick(Object.keys(programs)) ?? ''
  return anyCaller(random)
}

export const anyCaller = (random: Random) => (random.chance(0.6) ? 'admin' : (random.pick(all) ?? ''))

/** What a caller is known by; null for a stranger. */
export function credentials(
  caller: string,
  { cookies, secrets }: Pick<Renewed, 'cookies' | 'secrets'>,
): HttpCase['headers'][number] | null {
  const [cookie, secret] = [cookies[caller], secrets[caller]]
  if (secret !== undefined) return ['Authorization', `Bearer ${secret}`]
  return cookie === undefined ? null : ['Cookie', cookie]
}
