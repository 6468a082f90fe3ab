import { describe, expect, it } from 'vitest'
import {
  canonicalPosting,
  chainOrigin,
  type PostingContent,
} from '../../../server/domain/points/canonicalPosting.ts'

const posting: PostingContent = {
  seq: 1,
  id: '0198c0de-0000-4000-8000-000000000001',
  kind: 'award',
  household_id: 11,
  season_id: 2,
  rule_version_id: 5,
  dimension_id: 3,
  points: 20,
  units: null,
  text: '参加村民会议',
  occurred_on: '2026-06-15',
  recorded_at: '2026-06-15T04:00:00.000Z',
  recorded_by: 1,
  recorder: '录入员',
  note: null,
  reverses: null,
  request: 'digest',
  restores: null,
}

describe('the canonical content of a posting', () => {
  it('is the text that printed hashes were made from', () => {
    expect(canonicalPosting('jinwei/1', chainOrigin, posting)).toBe(
      `[1,"jinwei/1","${'0'.repeat(64)}",1,"0198c0de-0000-4000-8000-000000000001","award",11,2,5,3,20,null,` +
        `"参加村民会议","2026-06-15","2026-06-15T04:00:00.000Z",1,"录入员",null,null,"digest"]`,
    )
  })

  it('says last what a restore gives back, and nothing where there is no restore', () => {
    const before = canonicalPosting('jinwei/1', chainOrigin, posting)
    const restore = canonicalPosting('jinwei/1', chainOrigin, { ...posting, restores: 7 })
    expect(restore).toBe(`${before.slice(0, -1)},7]`)
  })

  it.each(Object.keys(posting) as (keyof PostingContent)[])('changes when %s changes', (field) => {
    const changed = { ...posting, [field]: 'changed' }
    expect(canonicalPosting('a', chainOrigin, changed)).not.toBe(canonicalPosting('a', chainOrigin, posting))
  })

  it('differs from village to village and with what stands before it', () => {
    const texts = [
      canonicalPosting('a', chainOrigin, posting),
      canonicalPosting('b', chainOrigin, posting),
      canonicalPosting('a', 'f'.repeat(64), posting),
    ]
    expect(new Set(texts).size).toBe(3)
  })

  it('cannot be forged by moving words from one field to the next', () => {
    const one = { ...posting, recorder: '甲","', note: '乙' }
    const two = { ...posting, recorder: '甲', note: '","乙' }
    expect(canonicalPosting('a', chainOrigin, one)).not.toBe(canonicalPosting('a', chainOrigin, two))
  })
})
