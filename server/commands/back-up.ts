import { existsSync } from 'node:fs'
import { type CommandParts } from './index.ts'

/** Writes a consistent copy of the whole database, while the server goes on. */
export async function backUp({ store }: CommandParts, { file }: { file: string }): Promise<{ file: string }> {
  if (existsSync(file)) throw new Error(`${file} exists already; choose another name.`)
  await store.copyTo(file)
  return { file }
}
