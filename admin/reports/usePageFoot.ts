import { onScopeDispose, watchEffect } from 'vue'

/**
 * Prints a line at the foot of every sheet, with the number of the page, until
 * the calling scope ends. The margins of a sheet take no element, only a rule.
 *
 * @param line what stands on the left; browsers that cannot do it print the page without
 */
export function usePageFoot(line: () => string): void {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  watchEffect(() => {
    const font = 'font: 9pt "Noto Sans SC Variable", "Microsoft YaHei", sans-serif;'
    sheet.replaceSync(
      `@page { @bottom-left { content: ${quoted(line())}; ${font} }
        @bottom-right { content: counter(page) " / " counter(pages); ${font} } }`,
    )
  })
  onScopeDispose(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
  })
}

function quoted(text: string): string {
  return `"${text.replace(/["\\\n]/g, (sign) => (sign === '\n' ? ' ' : `\\${sign}`))}"`
}
