import { CannotOpen } from '../../db/store/cannotOpen.ts'
import { databasePlace } from '../environment.ts'
import { BackupFolders } from '../upkeep/backupFolders.ts'
import type { Language } from '../words/index.ts'
import { terminalSentence } from '../words/terminal.ts'
import { errorSentence } from './errorSentence.ts'

/** The sentence of an error; where the database is damaged or missing, with the last good backup and how to restore it. */
export function startSentence(language: Language, error: unknown, env: NodeJS.ProcessEnv): string {
  const sentence = errorSentence(language, error)
  if (!(error instanceof CannotOpen) || (error.reason !== 'damaged' && error.reason !== 'missing'))
    return sentence
  const { dataDir: folder } = databasePlace(env)
  const [newest] = new BackupFolders(folder).list().filter(({ number }) => number !== null)
  if (!newest) return `${sentence} ${terminalSentence(language, 'no-backup', { folder })}`
  // Backups of earlier versions were not proven when they were written.
  const code = newest.number === 0 ? 'last-backup' : 'last-good-backup'
  return `${sentence} ${terminalSentence(language, code, { at: newest.at, file: newest.file })}`
}
