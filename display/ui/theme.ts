import type { InjectionKey, Ref } from 'vue'
import { cssVariables, type Theme, type ThemeName, themes } from '../../server/domain/board/theme.ts'

/** The theme of the wall, for charts; everything else takes CSS variables. */
export const wallTheme: InjectionKey<Readonly<Ref<Theme>>> = Symbol('theme')

/** The theme of a name; the default for unknown names. */
export function themeByName(name: string | null): Theme {
  return isThemeName(name) ? themes[name] : themes.qing
}

/** Sets the theme's colours as CSS variables of the page. */
export function paintPage(theme: Theme): void {
  for (const [name, value] of Object.entries(cssVariables(theme)))
    document.documentElement.style.setProperty(name, value)
}

function isThemeName(name: string | null): name is ThemeName {
  return name !== null && Object.keys(themes).includes(name)
}
