import { z } from 'zod'
import { asTyped } from '../../contract/fields/text.ts'
import type { CommandServices } from './index.ts'

/** Absolute path of a file. */
export const path = asTyped(1, 4096)

export const backUpInput = z.object({ file: path })

/**
 * Writes a consistent copy of the whole database, while the server goes on.
 *
 * @throws Refused when the data does not hold
 */
export async function backUp(
  { backups }: CommandServices,
  { file }: z.infer<typeof backUpInput>,
): Promise<{ file: string }> {
  await backups.writeTo(file)
  return { file }
}
