/** Access tokens of other programs: who calls by one, and how often. */
import type { Request, Response } from 'express'
import { findToken, noteTokenUse, type Token } from '../../db/people/tokens.ts'
import type { Cluster } from '../../db/store/cluster.ts'
import type { Store } from '../../db/store/store.ts'
import { addressKey } from '../http/callerAddress.ts'
import { BoundedMemory } from '../http/limits/boundedMemory.ts'
import { takeTry, tryLimit, type TryLimit } from '../http/limits/tries.ts'
import { HttpRefused } from '../http/problem.ts'

/** Wrong tokens from one address within ten minutes. */
const wrongOfOneAddress = 100
/** Calls by one token within a minute, at each process. */
const callsOfOneToken = 600

/** The secret in an Authorization header; null where there is none, or another way of signing in. */
export function bearerSecret(header: string | undefined): string | null {
  return /^Bearer +(\S{1,200}) *$/i.exec(header ?? '')?.[1] ?? null
}

export class TokenGate {
  readonly #wrong: TryLimit
  readonly #calls = new BoundedMemory({ points: callsOfOneToken, duration: 60 })

  constructor(cluster: Cluster) {
    this.#wrong = tryLimit(cluster, 'tokens', wrongOfOneAddress)
  }

  /**
   * The token of a secret.
   *
   * @throws HttpRefused 401 for one that is unknown, expired or revoked; 429 for too many calls
   */
  async admit(store: Store, secret: string, request: Request, response: Response): Promise<Token> {
    const now = Date.now()
    const token = await findToken(store, secret, now)
    if (token?.state !== 'valid') {
      // Others behind the same address go on: tokens that are valid are not counted.
      await takeTry(response, [{ limit: this.#wrong, key: [addressKey(request.ip)] }])
      response.set('www-authenticate', 'Bearer error="invalid_token"')
      if (token?.state === 'revoked') throw new HttpRefused(401, 'token-revoked')
      if (token?.state === 'expired') throw new HttpRefused(401, 'token-expired', { day: token.expiresOn })
      throw new HttpRefused(401, 'unknown-token')
    }
    await takeTry(response, [{ limit: this.#calls, key: [String(token.id)] }])
    await noteTokenUse(store, token, now)
    return token
  }
}
