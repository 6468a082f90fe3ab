import { describe, expect, it } from 'vitest'
import commonPasswords from '../../../../server/domain/people/passwords/commonPasswords.json' with { type: 'json' }
import { passwordFault } from '../../../../server/domain/people/passwords/passwordRule.ts'

describe('a new password', () => {
  it.each([
    ['', 'password-short'],
    ['1234567', 'password-short'],
    ['12345678', 'password-common'],
    ['88888888', 'password-common'],
    ['qwertyui', 'password-common'],
    ['Password', 'password-common'],
    ['ＰＡＳＳＷＯＲＤ', 'password-common'],
    [' 11111111 ', 'password-common'],
    ['        ', 'password-common'],
    ['哈哈哈哈哈哈哈哈', 'password-common'],
    ['shifan-yi', 'password-username'],
    ['Shifan-YI', 'password-username'],
    ['shifan-yi-2', null],
    ['一个足够长的密码', null],
    ['a long enough password', null],
  ])('%j: %s', (password, fault) => {
    expect(passwordFault(password, 'shifan-yi')).toBe(fault)
  })

  it('is compared with a hundred common ones, all long enough to matter', () => {
    expect(new Set(commonPasswords).size).toBe(100)
    for (const one of commonPasswords) expect(passwordFault(one, null)).toBe('password-common')
  })
})
