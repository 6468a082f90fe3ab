import * as crypto from 'node:crypto'
import { canonicalPosting, type PostingContent } from '../../server/domain/points/chain.ts'

/** SHA-256 of a text, hex. */
export function sha256(text: string): string {
  return crypto.createHash('sha256').update(text).digest('hex')
}

/** The hash of a posting after the one before it. */
export function postingHash(chain: string, previousHash: string, posting: PostingContent): string {
  return sha256(canonicalPosting(chain, previousHash, posting))
}
