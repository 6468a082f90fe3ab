import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plateAddress, tokenIn } from '../../../server/domain/households/plates.ts'

const token = 'Ab3_-9xYzAb3_-9xYzAb3Q'

describe('what a scanner reads', () => {
  it.each([
    token,
    ` ${token}\r\n`,
    `http://192.168.1.20:8080/d/${token}`,
    `https://jifen.example.cn/d/${token}/`,
    // Typed with Caps Lock on.
    'HTTP://WALL/D/aB3_-9XyZaB3_-9XyZaB3q',
    `http://wall/d/${token}?from=plate#top`,
  ])('%j is the code of a plate', (text) => {
    expect(tokenIn(text)).toBe(token)
  })

  it.each([
    '',
    '1001',
    token.slice(1),
    `${token}A`,
    `http://wall/d/${token.slice(1)}`,
    `http://wall/d/${token}A`,
    `http://wall/x/${token}`,
    `http://wall/d/${token}/more`,
    `http://d/${token}`,
    `javascript://wall/d/${token}`,
    `weixin://wxpay/bizpayurl?pr=${token}`,
    `${token} ${token}`,
  ])('%j is not', (text) => {
    expect(tokenIn(text)).toBeNull()
  })

  it('of any plate gives its token back', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(
        bytes,
        fc.webUrl({ withFragments: false, validSchemes: ['http', 'https'] }),
        (made, url) => {
          const printed = Buffer.from(made).toString('base64url')
          expect(tokenIn(plateAddress(new URL(url).origin, printed))).toBe(printed)
        },
      ),
    )
  })
})
