import { type InjectionKey } from 'vue'
import { type Theme, type ThemeName, themes } from '../../server/domain/theme.ts'

/** The theme of the wall, for charts; everything else takes CSS variables. */
export const wallTheme: InjectionKey<Theme> = Symbol('theme')

/** The theme by its name; the default where there is none of that name. */
export function themeByName(name: string | null): Theme {
  return isThemeName(name) ? themes[name] : themes.qing
}

function isThemeName(name: string | null): name is ThemeName {
  return name !== null && Object.keys(themes).includes(name)
}
