import { expect, it } from 'vitest'
import { powersOf, roles } from '../../../server/domain/people/powers.ts'

it.each([
  ['admin', ['read', 'enter', 'inspect', 'review', 'redeem', 'administer']],
  ['clerk', ['read', 'enter']],
  ['reviewer', ['read', 'review']],
  ['inspector', ['read', 'inspect']],
  ['desk', ['read', 'redeem']],
  ['viewer', ['read']],
] as const)('gives the %s the powers %j', (role, powers) => {
  expect([...powersOf([role])]).toEqual(powers)
})

it('gives somebody with several roles what any of them may do', () => {
  expect(powersOf(['viewer', 'clerk'])).toEqual(new Set(['read', 'enter']))
})

it('gives nothing to somebody without a role', () => {
  expect(powersOf([]).size).toBe(0)
})

it('lets administrators alone change rules and settings', () => {
  expect(roles.filter((role) => powersOf([role]).has('administer'))).toEqual(['admin'])
})
