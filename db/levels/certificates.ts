/** Certificates (荣誉证书) of levels: what is signed, and the check of one by its token. */
import { createPublicKey, verify } from 'node:crypto'
import { Refused } from '../../server/domain/answers/refused.ts'
import { publicName } from '../../server/domain/board/privacy.ts'
import type { PointUnit } from '../../server/domain/points/unit.ts'
import { postingAt } from '../ledger/findPosting.ts'
import type { Flag } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { mustFindVillageById } from '../villages/findVillages.ts'
import { unitOf } from '../villages/pointUnit.ts'
import { storedKey } from './signing.ts'

/** What a certificate says; without the name, which the paper has. */
export interface CertificateContent {
  token: string
  village: string
  door: string
  level: string
  stars: number
  score: number
  place: number
  households: number
  /** 2026-06, 2026-Q2, 2026, or the season's name. */
  period: string
  from: string
  to: string
  /** UTC. */
  issuedAt: string
  /** Where the ledger ended when it was issued. */
  chain: { seq: number; head: string }
}

/** The text that is signed: a JSON array of the format's version and all fields in this order. */
export function certificateText(certificate: CertificateContent): string {
  const { token, village, door, level, stars, score, place, households } = certificate
  const { period, from, to, issuedAt, chain } = certificate
  return JSON.stringify([
    1,
    ...[token, village, door, level, stars, score, place, households],
    ...[period, from, to, issuedAt, chain.seq, chain.head],
  ])
}

export interface CheckedCertificate extends CertificateContent {
  /** As the public may see it. */
  name: string | null
  /** Of the score, and the village's name in its address. */
  unit: PointUnit
  slug: string
  /** `replaced`: by a later evaluation of the period; `broken`: signature or ledger do not hold. */
  state: 'valid' | 'replaced' | 'broken'
  /** The signed text, its signature and the public key (SPKI, DER), base64url. */
  text: string
  signature: string
  publicKey: string
}

interface Row {
  village: string
  villageId: number
  door: string
  level: string
  stars: number
  score: number
  place: number
  signature: string
  households: number
  period: string
  from: string
  to: string
  issuedAt: string
  seq: number
  head: string
  headName: string
  optedOut: Flag
  consented: Flag
  later: number
}

const byToken = `
  SELECT a.village_id AS "villageId", e.village_name AS village, a.door, a.level, a.stars, a.score, a.place, a.signature,
    e.households, e.period, e.starts_on AS "from", e.ends_on AS "to", e.made_at AS "issuedAt", e.seq, e.head,
    h.head AS "headName", h.opted_out AS "optedOut", h.consented,
    (SELECT count(*) FROM evaluations l WHERE l.village_id = e.village_id AND l.id > e.id
      AND l.starts_on = e.starts_on AND l.ends_on = e.ends_on) AS later
  FROM level_awards a
  JOIN evaluations e ON e.village_id = a.village_id AND e.id = a.evaluation_id
  JOIN households h ON h.id = a.household_id
  WHERE a.token = ?`

/**
 * Checks a certificate: its signature, and that the ledger still has the posting at which it was issued.
 *
 * @throws Refused for a token that there is not
 */
export async function checkCertificate(store: Store, token: string): Promise<CheckedCertificate> {
  return store.read(async (store) => {
    const row = await store.first<Row>(byToken, token)
    if (!row) throw new Refused('not-found', 'unknown-certificate')
    const { villageId, seq, head, headName, optedOut, consented, later, signature, ...award } = row
    const village = await mustFindVillageById(store, villageId)
    const content = { ...award, token, chain: { seq, head } }
    const text = certificateText(content)
    const key = await storedKey(store)
    const isSigned = key !== null && isSignedBy(key.publicKey, text, signature)
    const isInLedger = seq === 0 || (await postingAt(store, villageId, seq))?.hash === head
    return {
      ...content,
      name: publicName(
        { head: headName, optedOut: optedOut === 1, consented: consented === 1 },
        village.privacy,
      ),
      unit: unitOf(village),
      slug: village.slug,
      state: !isSigned || !isInLedger ? 'broken' : later > 0 ? 'replaced' : 'valid',
      ...{ text, signature, publicKey: key?.publicKey ?? '' },
    }
  })
}

function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), type: 'spki', format: 'der' })
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
}
