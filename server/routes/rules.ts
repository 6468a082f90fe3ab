import { type Router } from 'express'
import { changeRule, createRule, listRules, type Rule } from '../../db/rulebook.ts'
import { operations } from '../contract/operations.ts'
import { type RuleView } from '../contract/rules.ts'
import { route } from '../http/route.ts'
import { type Parts } from '../parts.ts'

/** The rulebook (细则). */
export function ruleRoutes(router: Router, parts: Parts): void {
  const { store } = parts

  route(router, parts, operations.listRules, ({ village }) => ({
    answer: { items: listRules(store, village.id).map(viewRule) },
  }))

  route(router, parts, operations.createRule, ({ scope, body }) => ({
    status: 201,
    answer: viewRule(createRule(store, scope, body)),
  }))

  route(router, parts, operations.changeRule, ({ scope, params, body }) => ({
    answer: viewRule(changeRule(store, scope, params.rule, body)),
  }))
}

function viewRule(rule: Rule): RuleView {
  const { id, version, dimensionId, dimension, text, terms, initials, retired } = rule
  return { id, version, dimension: { id: dimensionId, name: dimension }, text, terms, initials, retired }
}
