/** One spacing scale: paddings, gaps and margins of the panel take its steps alone, paper apart. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const admin = join(import.meta.dirname, '../../admin')
const spacing = /^\s*(?:(?:row-|column-)?gap|padding(?:-\w+)*|margin(?:-\w+)*): ([^;]*);/gm

function oddSpacings(text: string): string[] {
  return [...text.matchAll(spacing)]
    .filter(([, value = '']) => [...value.matchAll(/(\d+)px/g)].some(([, px]) => Number(px) > 3))
    .map(([line]) => line.trim())
}

it('is what every style of the panel uses', () => {
  const files = readdirSync(admin, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(vue|css)$/.test(file) && !/prints|sideNav/.test(file),
  )
  expect(files.flatMap((file) => oddSpacings(readFileSync(join(admin, file), 'utf8')))).toEqual([])
  expect(oddSpacings('.a {\n  padding: 8px var(--space-2);\n}')).toHaveLength(1)
})
