/** Access tokens of a test village, and programs that call by them. */
import type { TokenView } from '../../../server/contract/connections/tokens.ts'
import type { TokenScope } from '../../../server/domain/connections/tokens.ts'
import { Caller, year } from '../server.ts'

/** A last day that is neither past nor too far. */
export const lastDay = `${year + 1}-01-31`

let made = 0

export interface Program extends Caller {
  token: TokenView
  secret: string
}

/** A program with a new token. */
export async function program(
  admin: Caller,
  scopes: readonly TokenScope[],
  more: { everywhere?: boolean; name?: string; village?: string } = {},
): Promise<Program> {
  const { village = 'one', name = `平台${++made}`, everywhere = false } = more
  const asked = { name, scopes, expiresOn: lastDay, everywhere }
  const { status, body } = await admin.post(`/api/villages/${village}/tokens`, asked)
  if (status !== 201) throw new Error(`no token: ${JSON.stringify(body)}`)
  const { token, secret } = body as { token: TokenView; secret: string }
  const caller = new Caller(admin.url)
  caller.bearer = secret
  return Object.assign(caller, { token, secret })
}
