/** A village whose rules say more: base points, multipliers, vetoes. */
import { randomUUID } from 'node:crypto'
import { changeAttribute, createAttribute } from '../../../db/households/attributes/attributes.ts'
import { changeHousehold } from '../../../db/households/changeHouseholds.ts'
import { mustFindHousehold } from '../../../db/households/households.ts'
import { redeemableOf } from '../../../db/redemption/redeemable.ts'
import type { Entered } from '../../../db/scores/enterScores.ts'
import { giveBasePoints } from '../../../db/scores/giveBasePoints.ts'
import type { ScoreRequest } from '../../../db/scores/scoreRequest.ts'
import type { PostingRow } from '../../../db/store/schema.ts'
import { listDimensions } from '../../../db/villages/dimensions.ts'
import { changeRule, createRule } from '../../../db/villages/rulebook.ts'
import type { RuleTerms } from '../../../server/domain/points/points.ts'
import { fixed, terms } from './rules.ts'
import { TestVillage, today } from './village.ts'

export class RuledVillage extends TestVillage {
  /** Adds a rule and gives its id. */
  async rule(text: string, more: Partial<RuleTerms>, dimension = '遵纪守法'): Promise<number> {
    const found = (await listDimensions(this.store, this.id)).find(({ name }) => name === dimension)
    const { rule } = await createRule(this.store, this.scope, {
      dimension: found?.id ?? 0,
      text,
      terms: { ...terms(fixed(0)), ...more },
    })
    return rule.id
  }

  /** Makes a new version of a rule. */
  async change(rule: number, more: Partial<RuleTerms>): Promise<void> {
    await changeRule(this.store, this.scope, rule, { terms: { ...terms(fixed(0)), ...more } })
  }

  /** A month's base points of 100, spent by all deductions. */
  async base(points = 100, more: Partial<NonNullable<RuleTerms['base']>> = {}): Promise<number> {
    return this.rule('基础分', { scale: fixed(points), base: { period: 'month', covers: 'all', ...more } })
  }

  async give(): Promise<number> {
    return giveBasePoints(this.store, this.scope)
  }

  /** Gives households an attribute. */
  async attribute(name: string, doors: string[], isPublic = false): Promise<void> {
    const { id } = await createAttribute(this.store, this.scope, { name, isPublic })
    await changeAttribute(this.store, this.scope, id, { doors })
  }

  async members(door: string, members: number | null): Promise<void> {
    await changeHousehold(this.store, this.scope, door, { members })
  }

  /** Scores by a rule's id and gives the posting that came of it. */
  async score(rule: number, more: Partial<ScoreRequest> = {}): Promise<PostingRow> {
    return this.posting(await this.ask(rule, more))
  }

  async ask(rule: number, more: Partial<ScoreRequest> = {}): Promise<Entered> {
    return this.write({ id: randomUUID(), door: '1001', rule, occurredOn: today, ...more })
  }

  /** The household's score, balance, and what it can redeem. */
  async account(door = '1001') {
    const household = await mustFindHousehold(this.store, this.id, door)
    const { points: redeemable, bar } = await redeemableOf(this.store, this.id, household)
    const { score, balance, honour } = household
    return { score, balance, honour, redeemable, bar: bar?.to ?? null }
  }
}
