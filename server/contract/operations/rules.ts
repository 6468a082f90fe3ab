/** The rulebook: rules in versions, and dimensions. */
import { z } from 'zod'
import {
  dimensionPatch,
  dimensionView,
  newDimension,
  newRule,
  rulebookSource,
  rulebookTaken,
  rulePatch,
  ruleVersionView,
  ruleView,
} from '../rules.ts'
import { type Operation, village } from './operation.ts'

export const rulesOperations = {
  listRules: {
    method: 'get',
    path: '/api/villages/:v/rules',
    summary: 'All rules in their current version, by dimension',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(ruleView) }),
  },
  createRule: {
    method: 'post',
    path: '/api/villages/:v/rules',
    summary: 'Add a rule',
    access: 'administer',
    params: z.object(village),
    body: newRule,
    answer: ruleView,
  },
  changeRule: {
    method: 'patch',
    path: '/api/villages/:v/rules/:rule',
    summary: 'Make a new version of a rule; postings made before keep theirs',
    access: 'administer',
    params: z.object({ ...village, rule: z.coerce.number().int() }),
    body: rulePatch,
    answer: ruleView,
  },
  listRuleVersions: {
    method: 'get',
    path: '/api/villages/:v/rules/:rule/versions',
    summary: 'All versions of a rule, the newest first, with who made them and when',
    access: 'read',
    params: z.object({ ...village, rule: z.coerce.number().int() }),
    answer: z.object({ items: z.array(ruleVersionView) }),
  },
  createDimension: {
    method: 'post',
    path: '/api/villages/:v/dimensions',
    summary: 'Add a dimension, last in order',
    access: 'administer',
    params: z.object(village),
    body: newDimension,
    answer: dimensionView,
  },
  changeDimension: {
    method: 'patch',
    path: '/api/villages/:v/dimensions/:dimension',
    summary: 'Rename a dimension, or put it in another place; its points stay with it',
    access: 'administer',
    params: z.object({ ...village, dimension: z.coerce.number().int() }),
    body: dimensionPatch,
    answer: dimensionView,
  },
  takeRulebook: {
    method: 'post',
    path: '/api/villages/:v/rulebook',
    summary: 'Take over a whole rulebook: one of ours, or that of another village',
    access: 'administer',
    params: z.object(village),
    body: rulebookSource,
    answer: rulebookTaken,
  },
} as const satisfies Record<string, Operation>
