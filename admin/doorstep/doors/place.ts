/** The page's address: a village's list of doors, or the door behind a token. */

import { here, nameHere, pathHere } from '../../../server/domain/page/here.ts'
import { readStored, writeStored } from '../../../server/domain/page/storedValue.ts'

export interface Place {
  /** Slug; null where the address names none. */
  village: string | null
  /** Of a door's QR code; null for the list. */
  token: string | null
}

/** The installed page opens at the village of the last visit. */
const lastVillage = nameHere('yiping.doorstep.village')

/** Reads the page's own address; the server says in which village a scanned token lies. */
export function readPlace(location: Pick<Location, 'pathname' | 'hash'>): Place {
  const pathname = pathHere(location)
  const scanned = /^\/d\/([\w-]+)\/?$/.exec(pathname)?.[1]
  if (scanned) return { village: villageOfPage(), token: scanned }
  const village = /^\/doorstep\/([a-z0-9-]+)\/?$/.exec(pathname)?.[1] ?? readStored(lastVillage)
  return { village, token: /^#([\w-]+)$/.exec(location.hash)?.[1] ?? null }
}

export function addressOf(village: string, token: string | null): string {
  return here(`/doorstep/${village}`) + (token === null ? '' : `#${token}`)
}

function villageOfPage(): string | null {
  return document.querySelector('meta[name=village]')?.getAttribute('content') ?? null
}

export function rememberVillage(village: string): void {
  writeStored(lastVillage, village)
}
