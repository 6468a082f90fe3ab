import { describe, expect, it } from 'vitest'
import { cssVariables, dimensionColour, type Theme, themes } from '../../../server/domain/board/theme.ts'

const textRatio = 7
const markRatio = 4.5
const grounds = ['ground', 'surface', 'tint', 'glow'] as const

/** Relative luminance of an sRGB colour, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

it('measures black on white as 21:1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
})

describe.each(Object.entries<Theme>(themes))('the theme %s', (_, theme) => {
  describe.each(grounds)('on %s', (ground) => {
    it.each(['ink', 'inkSoft', 'accent', 'rise', 'fall'] as const)('lets %s be read', (token) => {
      expect(contrast(theme[token], theme[ground])).toBeGreaterThanOrEqual(textRatio)
    })
  })

  it.each([
    ['onStrong', 'strong'],
    ['onStrongSoft', 'strong'],
    ['onGold', 'gold'],
    ['goldInk', 'surface'],
  ] as const)('lets %s be read on %s', (token, ground) => {
    expect(contrast(theme[token], theme[ground])).toBeGreaterThanOrEqual(textRatio)
  })

  it.each(['ground', 'surface'] as const)('lets every dimension be seen on %s', (ground) => {
    for (const colour of theme.dimensions)
      expect(contrast(colour, theme[ground]), colour).toBeGreaterThanOrEqual(markRatio)
  })

  it('has a colour of its own for each of eight dimensions', () => {
    expect(new Set(theme.dimensions).size).toBe(8)
  })

  it('is written in colours that a test can compute', () => {
    for (const colour of Object.values(theme).flat()) expect(colour).toMatch(/^#[0-9a-f]{6}$/)
  })
})

describe('the variables of a theme', () => {
  const variables = cssVariables(themes.qing)

  it('carry every token in the form of CSS', () => {
    expect(variables).toMatchObject({
      '--ground': themes.qing.ground,
      '--on-strong-soft': themes.qing.onStrongSoft,
      '--dimension-1': themes.qing.dimensions[0],
      '--dimension-8': themes.qing.dimensions[7],
    })
  })

  it('start over with the ninth dimension', () => {
    expect(dimensionColour(themes.qing, 8)).toBe(themes.qing.dimensions[0])
  })
})
