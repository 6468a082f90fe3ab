import { canonicalPosting, type PostingContent } from '../../server/domain/points/chain.ts'
import { sha256 } from '../store/sha256.ts'

/** The hash of a posting after the one before it. */
export function postingHash(chain: string, previousHash: string, posting: PostingContent): string {
  return sha256(canonicalPosting(chain, previousHash, posting))
}
