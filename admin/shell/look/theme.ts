/** The panel's colours: the product's tokens, and Element Plus's variables made from them. */
import { cssVariables, type Theme } from '../../../server/domain/board/theme.ts'

/** How far Element Plus mixes its shades with white. */
const lighter = [3, 5, 7, 8, 9]

/** Writes a theme's tokens onto the root element, once, before the first picture. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  const variables = {
    ...cssVariables(theme),
    ...shades('primary', theme.strong),
    ...shades('success', theme.rise),
    ...shades('warning', theme.gold),
    ...shades('danger', theme.fall),
    ...shades('error', theme.fall),
    '--el-text-color-primary': theme.ink,
    '--el-text-color-regular': theme.ink,
    '--el-text-color-secondary': theme.inkSoft,
    '--el-text-color-placeholder': '#6b746e',
    // WCAG 1.4.11: the edge of a field keeps 3:1 against its ground.
    '--el-border-color': '#858c86',
    '--el-border-color-hover': theme.inkSoft,
    '--el-border-color-light': theme.line,
    '--el-border-color-lighter': theme.line,
    '--el-fill-color-light': theme.tint,
  }
  for (const [name, value] of Object.entries(variables)) root.style.setProperty(name, value)
}

function shades(name: string, colour: string): Record<string, string> {
  const made: Record<string, string> = { [`--el-color-${name}`]: colour }
  for (const tenths of lighter)
    made[`--el-color-${name}-light-${tenths}`] = mix(colour, '#ffffff', tenths / 10)
  made[`--el-color-${name}-dark-2`] = mix(colour, '#000000', 0.2)
  return made
}

/**
 * Two colours mixed.
 *
 * @param share of `other`, 0 to 1
 */
export function mix(colour: string, other: string, share: number): string {
  const channel = (hex: string, at: number) => parseInt(hex.slice(at, at + 2), 16)
  return `#${[1, 3, 5]
    .map((at) => Math.round(channel(colour, at) * (1 - share) + channel(other, at) * share))
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`
}
