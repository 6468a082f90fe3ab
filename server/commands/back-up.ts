import { type CommandParts } from './index.ts'

/**
 * Writes a consistent copy of the whole database, while the server goes on.
 *
 * @throws Refused when the data does not hold
 */
export async function backUp(
  { backups }: CommandParts,
  { file }: { file: string },
): Promise<{ file: string }> {
  await backups.writeTo(file)
  return { file }
}
