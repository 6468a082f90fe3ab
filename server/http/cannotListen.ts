import { WrongSetting } from '../environment.ts'

/** What to do when the address cannot be listened on; other errors as they are. */
export function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const found = causes[error.code ?? '']
  return found ? new WrongSetting(found.variable, found.says, { port, host }) : error
}

const causes: Record<string, { variable: string; says: string }> = {
  EADDRINUSE: { variable: 'PORT', says: 'setting-port-busy' },
  EACCES: { variable: 'PORT', says: 'setting-port-forbidden' },
  EADDRNOTAVAIL: { variable: 'HOST', says: 'setting-host-foreign' },
  ENOTFOUND: { variable: 'HOST', says: 'setting-host-unknown' },
}
