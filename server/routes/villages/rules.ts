import type { Router } from 'express'
import { powersIn } from '../../../db/people/users.ts'
import { changeDimension, createDimension, removeDimension } from '../../../db/villages/dimensions.ts'
import {
  changeRule,
  createRule,
  listRules,
  listRuleVersions,
  type Rule,
  takeRules,
} from '../../../db/villages/rulebook.ts'
import { mustFindVillage } from '../../../db/villages/villages.ts'
import { operations } from '../../contract/operations/operations.ts'
import type { RuleView } from '../../contract/villages/rules.ts'
import { Refused } from '../../domain/answers/refused.ts'
import { rulebooks } from '../../domain/rules/rulebooks.ts'
import type { Services } from '../../services.ts'
import { route } from '../route.ts'

/** The rulebook (细则). */
export function ruleRoutes(router: Router, services: Services): void {
  const { store } = services

  route(router, services, operations.listRules, ({ village }) => ({
    answer: { items: listRules(store, village.id).map(viewRule) },
  }))

  route(router, services, operations.createRule, ({ scope, body }) => {
    const { rule, fresh } = createRule(store, scope, body)
    return { fresh, answer: viewRule(rule) }
  })

  route(router, services, operations.changeRule, ({ scope, params, body }) => ({
    answer: viewRule(changeRule(store, scope, params.rule, body)),
  }))

  route(router, services, operations.listRuleVersions, ({ village, params }) => ({
    answer: { items: listRuleVersions(store, village.id, params.rule) },
  }))

  route(router, services, operations.createDimension, ({ scope, body }) => ({
    status: 201,
    answer: createDimension(store, scope, body.name),
  }))

  route(router, services, operations.changeDimension, ({ scope, params, body }) => ({
    answer: changeDimension(store, scope, params.dimension, body),
  }))

  route(router, services, operations.removeDimension, ({ scope, params }) => {
    removeDimension(store, scope, params.dimension)
  })

  route(router, services, operations.takeRulebook, ({ scope, session, body }) => ({
    answer: takeRules(
      store,
      scope,
      'rulebook' in body ? rulebooks[body.rulebook] : rulesOf(session.user.id, body.village),
    ),
  }))

  /** The rules in force of a village that this person may read. */
  function rulesOf(user: number, slug: string): Rule[] {
    const source = mustFindVillage(store, slug)
    if (!powersIn(store, user, source.id).has('read')) throw new Refused('forbidden', 'no-power')
    return listRules(store, source.id).filter(({ retired }) => !retired)
  }
}

function viewRule(rule: Rule): RuleView {
  const { id, version, dimensionId, dimension, text, terms, initials, retired } = rule
  return { id, version, dimension: { id: dimensionId, name: dimension }, text, terms, initials, retired }
}
