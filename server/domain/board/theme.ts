/**
 * Design tokens by theme, for CSS variables and charts. Text tokens keep a contrast
 * of 7:1 and marks 4.5:1 against every background they are used on (tested).
 */

export interface Theme {
  /** Behind everything, and around a letterboxed stage. */
  ground: string
  /** Cards and the footer. */
  surface: string
  /** Header and strong fills. */
  strong: string
  onStrong: string
  /** Secondary text on `strong`. */
  onStrongSoft: string
  ink: string
  inkSoft: string
  /** Figures and words in the theme's colour, on ground and surface. */
  accent: string
  /** Pale fill behind accents. */
  tint: string
  /** Hairlines; not a mark. */
  line: string
  /** Fill of the first place; text on it is `onGold`. */
  gold: string
  onGold: string
  /** Figures of the first place, on surface. */
  goldInk: string
  /** Behind what just changed. */
  glow: string
  rise: string
  fall: string
  /** Dimensions, by position; a village with more than eight starts over. */
  dimensions: readonly string[]
}

export const themes = {
  /** 丹: red and warm white. */
  dan: {
    ground: '#fbf6ec',
    surface: '#ffffff',
    strong: '#96201a',
    onStrong: '#ffffff',
    onStrongSoft: '#fdeee2',
    ink: '#2a1613',
    inkSoft: '#54433d',
    accent: '#8c1c16',
    tint: '#f6e4da',
    line: '#e3d5c3',
    gold: '#e2b13c',
    onGold: '#2a1613',
    goldInk: '#744c00',
    glow: '#fdf0c8',
    rise: '#165629',
    fall: '#882b14',
    dimensions: ['#1f5fa8', '#2a7d46', '#b4471f', '#6b3fa0', '#8a6500', '#0b7285', '#a61e5b', '#495867'],
  },
  /** 夜: dark, for halls without daylight. */
  ye: {
    ground: '#10161a',
    surface: '#1a2329',
    strong: '#17384a',
    onStrong: '#ffffff',
    onStrongSoft: '#dbe9f2',
    ink: '#f1f5f7',
    inkSoft: '#bcc7ce',
    accent: '#8fd3f4',
    tint: '#1f3440',
    line: '#34424b',
    gold: '#e2b13c',
    onGold: '#10161a',
    goldInk: '#f0c457',
    glow: '#3b3413',
    rise: '#8fe0a4',
    fall: '#ffb39e',
    dimensions: ['#7db8f2', '#6fce8f', '#f59a74', '#bd9ff2', '#dcb24a', '#5ccadb', '#f393bb', '#aebcc9'],
  },
  /** 青: green and white, the default. */
  qing: {
    ground: '#f6f3ea',
    surface: '#ffffff',
    strong: '#115c45',
    onStrong: '#ffffff',
    onStrongSoft: '#ebf4f0',
    ink: '#16231c',
    inkSoft: '#434d47',
    accent: '#0f553f',
    tint: '#dfeae3',
    line: '#d8d3c4',
    gold: '#e2b13c',
    onGold: '#16231c',
    goldInk: '#744c00',
    glow: '#fdf0c8',
    rise: '#165629',
    fall: '#882b14',
    dimensions: ['#1f5fa8', '#2a7d46', '#b4471f', '#6b3fa0', '#8a6500', '#0b7285', '#a61e5b', '#495867'],
  },
} as const satisfies Record<string, Theme>

export type ThemeName = keyof typeof themes

/** The theme's tokens as CSS custom properties: `--ground`, `--on-strong`, `--dimension-1` … */
export function cssVariables(theme: Theme): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [token, value] of Object.entries(theme)) {
    if (typeof value === 'string') variables[`--${kebab(token)}`] = value
  }
  theme.dimensions.forEach((colour, index) => (variables[`--dimension-${index + 1}`] = colour))
  return variables
}

/** The colour of the dimension at a position in the village's list. */
export function dimensionColour(theme: Theme, position: number): string {
  return theme.dimensions[position % theme.dimensions.length] ?? theme.accent
}

function kebab(token: string): string {
  return token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
