/** What a made county looks like, and where it is kept. */
import { join } from 'node:path'
import { root } from '../../../server/builtFiles.ts'
import { year } from '../../support/server.ts'

export interface CountyShape {
  villages: number
  /** Of each village. */
  households: number
  /** Of each village. */
  postings: number
  /** The same seed gives the same county. */
  seed: number
}

/** A county of 300,000 households and 900,000 postings. */
export const countyShape: CountyShape = { villages: 300, households: 1_000, postings: 3_000, seed: 1 }

/** Where made data is kept for the next run; it can be deleted at any time. */
export const dataFolder = join(root, 'bench/data')

/** By which scores are entered while measuring; no made line has it. */
export const entryRule = '夜间巡逻'

/** The name of a county's data folder. */
export function folderName({ villages, households, postings, seed }: CountyShape): string {
  return `county-${villages}x${households}x${postings}-seed${seed}-${year}`
}
