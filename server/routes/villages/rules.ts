import type { Router } from 'express'
import {
  changeAttribute,
  createAttribute,
  listAttributes,
  removeAttribute,
} from '../../../db/households/attributes/attributes.ts'
import { setHouseholdAttributes } from '../../../db/households/attributes/givenAttributes.ts'
import { powersIn } from '../../../db/people/users.ts'
import { giveBasePoints, listBasePoints } from '../../../db/scores/giveBasePoints.ts'
import type { Scope } from '../../../db/store/scope.ts'
import { changeDimension, createDimension, removeDimension } from '../../../db/villages/dimensions.ts'
import { mustFindVillage } from '../../../db/villages/findVillages.ts'
import { unitOf } from '../../../db/villages/pointUnit.ts'
import {
  changeRule,
  createRule,
  listRules,
  listRuleVersions,
  type Rule,
  takeRules,
} from '../../../db/villages/rulebook.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { RuleView } from '../../contract/villages/rules.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { rulebooks } from '../../domain/rules/rulebooks.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** The rulebook (细则). */
export function ruleRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listRules, async ({ village }) => ({
    answer: { items: (await listRules(store, village.id)).map(viewRule) },
  }))

  route(router, services, operations.createRule, async ({ scope, body }) => {
    const { rule, fresh } = await createRule(store, scope, body)
    return { fresh, answer: viewRule(rule) }
  })

  route(router, services, operations.changeRule, async ({ scope, params, body }) => ({
    answer: viewRule(await changeRule(store, scope, params.rule, body)),
  }))

  route(router, services, operations.listRuleVersions, async ({ village, params }) => ({
    answer: { items: await listRuleVersions(store, village.id, params.rule) },
  }))

  route(router, services, operations.createDimension, async ({ scope, body }) => ({
    status: 201,
    answer: await createDimension(store, scope, body.name),
  }))

  route(router, services, operations.changeDimension, async ({ scope, params, body }) => ({
    answer: await changeDimension(store, scope, params.dimension, body),
  }))

  route(router, services, operations.removeDimension, async ({ scope, params }) => {
    await removeDimension(store, scope, params.dimension)
  })

  route(router, services, operations.listAttributes, async ({ village }) => ({
    answer: { items: await listAttributes(store, village.id) },
  }))

  route(router, services, operations.createAttribute, async ({ scope, body }) => ({
    status: 201,
    answer: await createAttribute(store, scope, body),
  }))

  route(router, services, operations.changeAttribute, async ({ scope, params, body }) => ({
    answer: await changeAttribute(store, scope, params.attribute, body),
  }))

  route(router, services, operations.setHouseholdAttributes, async ({ scope, params, body }) => ({
    answer: { attributes: await setHouseholdAttributes(store, scope, params.door, body) },
  }))

  route(router, services, operations.removeAttribute, async ({ scope, params }) => {
    await removeAttribute(store, scope, params.attribute)
  })

  route(router, services, operations.readBasePoints, async ({ village }) => ({
    answer: { items: await listBasePoints(store, village.id) },
  }))

  route(router, services, operations.giveBasePoints, async ({ scope }) => {
    await giveBasePoints(store, scope)
    return { answer: { items: await listBasePoints(store, scope.village) } }
  })

  route(router, services, operations.takeRulebook, async ({ scope, session, body }) => ({
    answer:
      'rulebook' in body
        ? await takeRules(store, scope, rulebooks[body.rulebook], 1)
        : await takeRulesOf(session.user.id, scope, body.village),
  }))

  /** Takes over the rules in force of a village that this person may read. */
  async function takeRulesOf(user: number, scope: Scope, slug: string) {
    const source = await mustFindVillage(store, slug)
    if (!(await powersIn(store, user, source.id)).has('read')) throw new Refused('forbidden', 'no-power')
    const rules = (await listRules(store, source.id)).filter(({ retired }) => !retired)
    return takeRules(store, scope, rules, unitOf(source))
  }
}

function viewRule(rule: Rule): RuleView {
  const { id, version, dimensionId, dimension, text, terms, initials, retired } = rule
  return { id, version, dimension: { id: dimensionId, name: dimension }, text, terms, initials, retired }
}
