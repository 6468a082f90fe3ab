import { type Request } from 'express'

/** Behind a door's code: with its token, or without where somebody looks for their door. */
export const doorPaths = ['/d', '/d/:token']

/** Which page stands behind a door's code for this caller: the passbook, for anybody. */
export function doorPage(_request: Request): 'passbook' {
  return 'passbook'
}
