/**
 * Slows the guessing of passwords down, so that nobody can lock anybody out by
 * it: a browser in which somebody signed in before is known, and counted apart
 * from strangers who try the same name.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Request, type RequestHandler, type Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { z } from 'zod'
import { type Store } from '../../db/store.ts'
import { findUser, type User } from '../../db/users.ts'
import { HttpRefused } from './problem.ts'
import { sessionToken } from './cookie.ts'

const waitMs = 10 * 60_000
/** Failed tries within that time: of one name from one address, or in one known browser. */
const ofOneName = 10
/** Of one name from everywhere but the known browsers. */
const ofOneAccount = 100
/** Of all names from one address: a hall full of people shares one. */
const ofOneAddress = 200

const cookieName = 'yiping_known'
const knownMs = 365 * 86_400_000

type KeyOf = (request: Request) => string

/** Lets no more than so many tries fail that have one key. */
function limit(most: number, keyOf: KeyOf, isSpared: (request: Request) => boolean): RequestHandler {
  return rateLimit({
    windowMs: waitMs,
    limit: most,
    skip: isSpared,
    skipSuccessfulRequests: true,
    keyGenerator: keyOf,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(new HttpRefused(429, 'too-many', { seconds: Math.round(waitMs / 1000) })),
  })
}

const addressOf: KeyOf = ({ ip }) => ipKeyGenerator(ip ?? '')
const asked = z.object({ username: z.string().trim().toLowerCase() })
const nameOf: KeyOf = ({ body }) => asked.safeParse(body).data?.username ?? ''
const never = () => false

/** Before a sign-in: by name, address and account for strangers, by itself for a known browser. */
export function slowSignIn(store: Store): RequestHandler[] {
  const isKnown = (request: Request) => isKnownBrowser(store, request)
  const isStranger = (request: Request) => !isKnown(request)
  return [
    limit(ofOneName, (request) => `known ${nameOf(request)} ${knownToken(request)}`, isStranger),
    limit(ofOneName, (request) => `${addressOf(request)} ${nameOf(request)}`, isKnown),
    limit(ofOneAccount, nameOf, isKnown),
    limit(ofOneAddress, addressOf, isKnown),
  ]
}

/** Before the set-up code, from one address, and a password's change, in one session. */
export function slowOthers(): RequestHandler {
  return limit(ofOneName, (request) => sessionToken(request.headers.cookie) ?? addressOf(request), never)
}

/** Makes the browser one that is known to be this person's, until the password changes. */
export function rememberBrowser(response: Response, user: User): void {
  response.cookie(cookieName, proofOf(user), {
    httpOnly: true,
    sameSite: 'strict',
    secure: response.req.secure,
    path: '/api/session',
    maxAge: knownMs,
  })
}

function isKnownBrowser(store: Store, request: Request): boolean {
  const user = findUser(store, nameOf(request))
  if (!user) return false
  const given = Buffer.from(knownToken(request))
  const proof = Buffer.from(proofOf(user))
  return given.length === proof.length && timingSafeEqual(given, proof)
}

function knownToken({ headers }: Request): string {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([0-9a-f]{64})(?:;|$)`).exec(headers.cookie ?? '')?.[1] ?? ''
}

/** Only who has the stored hash can make it, and it dies with the password. */
function proofOf({ id, passwordHash }: User): string {
  return createHmac('sha256', passwordHash).update(`known browser of ${id}`).digest('hex')
}
