/**
 * Limits failed sign-ins without letting strangers lock an account: browsers that
 * signed in before are known and counted apart.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import type { User } from '../../db/people/users.ts'
import { bucketOf } from '../../db/store/bucketOf.ts'
import type { Cluster } from '../../db/store/cluster.ts'
import { addressKey } from '../http/callerAddress.ts'
import { takeTry, tryLimit, type TryLimit } from '../http/limits/tries.ts'
import { cookiePath } from '../http/publicPath.ts'
import { cookieOptions, cookieTokens } from './cookies.ts'

/** Failed tries within ten minutes: of one name from one address, or in one known browser. */
const ofOneName = 10
/** Of one name from everywhere but the known browsers. */
const ofOneAccount = 100
/** Of all names from one address: a hall full of people shares one. */
const ofOneAddress = 200

const cookieName = 'yiping_known'
const knownMs = 365 * 86_400_000

/** The limits of one server. Each method counts a try and returns a function that takes it back, for success. */
export class GuessLimits {
  readonly #known: TryLimit
  readonly #names: TryLimit
  readonly #accounts: TryLimit
  readonly #addresses: TryLimit
  readonly #setups: TryLimit
  readonly #changes: TryLimit
  readonly #changeAddresses: TryLimit

  constructor(cluster: Cluster) {
    this.#known = tryLimit(cluster, 'known', ofOneName)
    this.#names = tryLimit(cluster, 'names', ofOneName)
    this.#accounts = tryLimit(cluster, 'accounts', ofOneAccount)
    this.#addresses = tryLimit(cluster, 'addresses', ofOneAddress)
    this.#setups = tryLimit(cluster, 'setups', ofOneName)
    this.#changes = tryLimit(cluster, 'changes', ofOneName)
    this.#changeAddresses = tryLimit(cluster, 'change-addresses', ofOneAddress)
  }

  /**
   * Before a sign-in: by address, account and both for strangers, by the account for a known browser.
   *
   * @param user whose name it is, where there is such a user
   * @throws HttpRefused 429
   */
  signIn(
    request: Request,
    response: Response,
    username: string,
    user: User | undefined,
  ): Promise<() => Promise<void>> {
    if (user && isKnownBrowser(request, user))
      return takeTry(response, [{ limit: this.#known, key: [String(user.id)] }])
    const address = addressKey(request.ip)
    const name = username.trim().toLowerCase()
    return takeTry(response, [
      { limit: this.#addresses, key: [address] },
      { limit: this.#names, key: [address, name] },
      // As many keys as there are accounts and buckets: no flood of names pushes an account out.
      { limit: this.#accounts, key: user ? [String(user.id)] : ['made up', bucketOf(name)] },
    ])
  }

  /** Before the set-up code, by address. @throws HttpRefused 429 */
  setup(request: Request, response: Response): Promise<() => Promise<void>> {
    return takeTry(response, [{ limit: this.#setups, key: [addressKey(request.ip)] }])
  }

  /** Before a changed password, by person and by address. @throws HttpRefused 429 */
  changePassword(request: Request, response: Response, user: number): Promise<() => Promise<void>> {
    return takeTry(response, [
      { limit: this.#changeAddresses, key: [addressKey(request.ip)] },
      { limit: this.#changes, key: [String(user)] },
    ])
  }
}

/** Marks the browser as known to be this person's, until the password changes. */
export function rememberBrowser(response: Response, user: User): void {
  response.cookie(cookieName, proofOf(user), {
    ...cookieOptions(response, cookiePath(response.req, '/api/session')),
    sameSite: 'strict',
    maxAge: knownMs,
  })
}

function isKnownBrowser({ headers }: Request, user: User): boolean {
  const proof = Buffer.from(proofOf(user))
  return cookieTokens(headers.cookie, cookieName).some((value) => {
    const given = Buffer.from(value)
    return given.length === proof.length && timingSafeEqual(given, proof)
  })
}

/** Only who has the stored hash can make it, and it dies with the password. */
function proofOf({ id, passwordHash }: User): string {
  return createHmac('sha256', passwordHash).update(`known browser of ${id}`).digest('hex')
}
