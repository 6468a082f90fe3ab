/** The door whose household uses this phone, by village: remembered while its session lasts. */
import { nameHere } from '../../server/domain/page/here.ts'
import { readStored, writeStored } from '../../server/domain/page/storedValue.ts'

const nameOf = (village: string) => nameHere(`yiping.own-door.${village}`)

/** Its token; null where none is known. */
export function readOwnDoor(village: string): string | null {
  return readStored(nameOf(village))
}

/** @param token null to forget it */
export function storeOwnDoor(village: string, token: string | null): void {
  writeStored(nameOf(village), token)
}
