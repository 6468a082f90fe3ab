import { encodeAnew, type TakenPicture } from './pictures.ts'

/**
 * Takes a photo in as evidence: small enough for a year of them, large enough
 * to see what was lying in the yard.
 *
 * @throws Refused when it is not a whole picture of a usual kind and size
 */
export function takePhoto(file: Buffer): Promise<TakenPicture> {
  return encodeAnew(file, { longestSide: 1280, quality: 75 })
}
