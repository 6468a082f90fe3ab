import { describe, expect, it } from 'vitest'
import { cutPower } from './powerCut.ts'
import { hindrance, recordPostings } from './record.ts'

const postings = 40
const states = 60
const seed = 7
const reason = hindrance()

describe.skipIf(reason !== null)(`the power is cut${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  it('and nothing acknowledged is lost, and the ledger verifies', async () => {
    const report = await cutPower(await recordPostings(postings), states, seed)
    expect(report).toMatchObject({ states, lossy: 0, broken: 0, faults: [] })
    expect(report.acknowledged).toBeGreaterThan(postings)
  }, 60_000)

  it('and losses are found where commits are not synced', async () => {
    const report = await cutPower(await recordPostings(postings, 'NORMAL'), states, seed)
    expect(report.lossy).toBeGreaterThan(0)
  }, 60_000)
})
