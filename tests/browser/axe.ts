import AxeBuilder from '@axe-core/playwright'
import { type Page } from 'playwright-core'

/**
 * What keeps somebody from using the page (WCAG 2.2 AA), each with its places; what fades in has come by then.
 *
 * @param tuned the same with other rules, or without a part of the page
 */
export async function violations(
  page: Page,
  tuned: (axe: AxeBuilder) => AxeBuilder = (axe) => axe,
): Promise<[string, string[]][]> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity,
      ),
  )
  const found = await tuned(new AxeBuilder({ page }))
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}
