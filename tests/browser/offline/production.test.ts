/** The pages that are tested, measured and served are those of a release. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pagesFolder } from '../../../server/builtFiles.ts'

it('have none of the warnings that Vue has for developers', () => {
  const assets = join(pagesFolder, 'assets')
  const scripts = readdirSync(assets).filter((file) => file.endsWith('.js'))
  const written = scripts.filter((file) => readFileSync(join(assets, file), 'utf8').includes('[Vue warn]'))
  expect(scripts.length).toBeGreaterThan(10)
  expect(written).toEqual([])
})
