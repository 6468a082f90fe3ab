import { WrongSetting } from '../environment.ts'

/** What to do when the address cannot be listened on. */
export function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const says: Record<string, [string, string]> = {
    EADDRINUSE: ['PORT', `${port} is in use by another program. Stop that one, or choose another port.`],
    EACCES: ['PORT', `${port} may not be used by this account. Choose a port above 1023, such as 8080.`],
    EADDRNOTAVAIL: [
      'HOST',
      `"${host}" is no address of this machine. Leave HOST unset, or give one that is.`,
    ],
    ENOTFOUND: ['HOST', `"${host}" is not known. Leave HOST unset, or give an address of this machine.`],
  }
  const [variable, sentence] = says[error.code ?? ''] ?? []
  return variable && sentence ? new WrongSetting(variable, sentence) : error
}
