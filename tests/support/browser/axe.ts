import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * What keeps somebody from using the page (WCAG 2.2 AA), each with its places; what fades in has come by then.
 * A wall inside the page, as a preview, has tests of its own.
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
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'], iframes: false })
  // Without frames, the page itself can finish the run.
  const found = await tuned(axe.setLegacyMode(true))
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const faults = found.violations.map(({ id, nodes }): [string, string[]] => [
    id,
    nodes.map(({ html }) => html),
  ])
  const mute = await nameless(page)
  return mute.length === 0 ? faults : [...faults, ['no name', mute]]
}

const operated: ReadonlySet<unknown> = new Set([
  ...['button', 'link', 'textbox', 'searchbox', 'combobox', 'checkbox', 'radio', 'switch', 'spinbutton'],
])

/** What a screen reader of this very browser could not call by a name. */
async function nameless(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page)
  const { nodes } = await devtools.send('Accessibility.getFullAXTree')
  await devtools.detach()
  return nodes
    .filter(({ ignored, role, name }) => !ignored && operated.has(role?.value) && !name?.value)
    .map(({ role, properties }) => JSON.stringify([role?.value, properties]))
}
