import type { Page } from 'playwright-core'

/** A text as it stands on the wall. */
export interface Text {
  text: string
  /** Name of the element's part: its classes and those around it, innermost first. */
  part: string
  /** Font size, logical px. */
  size: number
  /** Contrast ratio against the ground behind it (WCAG 2). */
  contrast: number
  /** Where it stands, panel px. */
  box: { left: number; top: number; right: number; bottom: number }
  /** Some of it is cut off; an ellipsis counts. */
  isCut: boolean
}

/**
 * Every text that the page shows, SVG included, as laid out; no frame is painted meanwhile.
 *
 * @param looks sets of CSS custom properties of the root element
 * @returns the texts with each of them in turn
 */
export function measureTexts(page: Page, looks: Record<string, string>[] = [{}]): Promise<Text[][]> {
  return page.evaluate((sets) => {
    type Colour = [number, number, number, number]
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
    const parsed = new Map<string, Colour>()

    function parse(colour: string): Colour {
      const known = parsed.get(colour)
      if (known) return known
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data
      const found: Colour = [r, g, b, a / 255]
      parsed.set(colour, found)
      return found
    }

    function luminance([r, g, b]: Colour): number {
      const [x, y, z] = [r, g, b].map((channel) => {
        const share = channel / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      }) as [number, number, number]
      return 0.2126 * x + 0.7152 * y + 0.0722 * z
    }

    function groundOf(element: Element | null): Colour {
      for (let at = element; at; at = at.parentElement) {
        const ground = parse(getComputedStyle(at).backgroundColor)
        if (ground[3] === 1) return ground
      }
      return [255, 255, 255, 1]
    }

    function contrast(ink: Colour, ground: Colour): number {
      const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a) as [number, number]
      return (light + 0.05) / (dark + 0.05)
    }

    function partOf(element: Element): string {
      const names: string[] = []
      for (let at: Element | null = element; at && names.length < 4; at = at.parentElement)
        names.push(at.getAttribute('class') ?? at.localName)
      return names.join(' < ')
    }

    /** What of a box the elements around it let through. */
    function seen(element: Element, box: Text['box']): Text['box'] {
      let { left, top, right, bottom } = box
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (getComputedStyle(at).overflow === 'visible' || at.matches('.wall, .canvas')) continue
        const frame = at.getBoundingClientRect()
        left = Math.max(left, frame.left)
        top = Math.max(top, frame.top)
        right = Math.min(right, frame.right)
        bottom = Math.min(bottom, frame.bottom)
      }
      return { left, top, right, bottom }
    }

    return sets.map((variables) => {
      for (const [name, value] of Object.entries(variables))
        document.documentElement.style.setProperty(name, value)
      return textsNow()
    })

    function textsNow(): Text[] {
      const found: Text[] = []
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const node = walker.currentNode
        const element = node.parentElement
        const text = node.textContent?.trim() ?? ''
        if (!element || text === '' || element.closest('style, script, [aria-hidden=true]')) continue
        const style = getComputedStyle(element)
        if (style.visibility === 'hidden' || style.display === 'none') continue
        const range = document.createRange()
        range.selectNodeContents(node)
        // Ink stands within the font's em, not in the whole of a tall line.
        const box = range.getBoundingClientRect()
        if (box.width === 0) continue
        const lineHeight = range.getClientRects()[0]?.height ?? box.height
        const spare = Math.max(0, lineHeight - parseFloat(style.fontSize) * scaleOf(element)) / 2
        const whole = { left: box.left, right: box.right, top: box.top + spare, bottom: box.bottom - spare }
        const visible = seen(element, whole)
        const ink = parse(element instanceof SVGElement ? style.fill : style.color)
        found.push({
          text,
          part: partOf(element),
          size: parseFloat(style.fontSize),
          contrast: contrast(ink, groundOf(element)),
          box: visible,
          isCut:
            visible.left > whole.left + 1 ||
            visible.top > whole.top + 1 ||
            visible.right < whole.right - 1 ||
            visible.bottom < whole.bottom - 1,
        })
      }
      return found
    }

    function scaleOf(element: Element): number {
      const stage = element.closest<HTMLElement>('.canvas')
      return stage ? stage.getBoundingClientRect().width / stage.offsetWidth : 1
    }
  }, looks)
}

/** Pairs of texts that stand on each other. */
export function overlapping(texts: readonly Text[]): string[] {
  const pairs: string[] = []
  texts.forEach((a, index) => {
    for (const b of texts.slice(index + 1)) {
      const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
      const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
      if (width > 2 && height > 2) pairs.push(`${a.text} / ${b.text} (${a.part} / ${b.part})`)
    }
  })
  return pairs
}

/**
 * The largest part of the scene's room, from its top to its foot, in which
 * nothing stands: neither words nor marks nor pictures; 0 to 1.
 */
export function largestGap(page: Page): Promise<number> {
  return page.evaluate(() => {
    const room = document.querySelector('.layer.shown main')?.getBoundingClientRect()
    if (!room) return 1
    const things = [
      ...document.querySelectorAll('.layer.shown main :is(span, p, h2, i, img, svg, article, figure)'),
    ]
    const spans = things
      .map((thing) => thing.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ top, bottom }) => [top, bottom] as const)
      .sort(([a], [b]) => a - b)
    let reached = room.top
    let gap = 0
    for (const [top, bottom] of spans) {
      gap = Math.max(gap, top - reached)
      reached = Math.max(reached, bottom)
    }
    return Math.max(gap, room.bottom - reached) / room.height
  })
}
