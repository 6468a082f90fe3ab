import { CannotOpen } from '../../db/store/sqlite/open.ts'
import { dataFolder } from '../environment.ts'
import { BackupFolders } from './backupFolders.ts'

/** The error's message; where the database is damaged or missing, with the last good backup and how to restore it. */
export function withLastBackup(error: unknown, env: NodeJS.ProcessEnv): string {
  if (!(error instanceof Error)) return String(error)
  if (!(error instanceof CannotOpen) || (error.reason !== 'damaged' && error.reason !== 'missing'))
    return error.message
  const dataDir = dataFolder(env)
  const [newest] = new BackupFolders(dataDir).list().filter(({ number }) => number !== null)
  if (!newest)
    return `${error.message} There is no backup in ${dataDir}; restore one that was taken elsewhere.`
  // Those of earlier versions were not checked when they were written.
  const good = newest.number === 0 ? 'The last backup' : 'The last good backup'
  return `${error.message} ${good} is of ${newest.at}: npx yiping restore "${newest.file}"`
}
