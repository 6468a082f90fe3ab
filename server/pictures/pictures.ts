/** Decodes and re-encodes uploaded pictures: only pixels are stored, nothing else of the file. */
import sharp from 'sharp'
import { Refused } from '../domain/answers/refused.ts'
import { Semaphore } from '../http/limits/semaphore.ts'

/** A stored picture: WebP, upright, without metadata. */
export interface TakenPicture {
  bytes: Buffer
  width: number
  height: number
}

/** Above this a picture is refused before it is decoded; a phone's camera stays below. */
const mostPixels = 60_000_000
/** One that takes longer than this was made to, s. */
const longestWork = 30
/** What browsers and phones make. SVG is a program, not a picture. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'avif', 'heif'])

// Decoding runs on other threads; the rest of the server has priority.
sharp.concurrency(1)
sharp.cache(false)

/** So many are decoded at once: each may hold all its pixels in memory. */
const desk = new Semaphore(2)

/** A picture of the village for its walls: 1080p shows no more than this. */
export function takePicture(file: Buffer): Promise<TakenPicture> {
  return encodeAnew(file, { longestSide: 1600, quality: 82 })
}

/**
 * Decodes a picture, turns it upright, makes it smaller, and re-encodes it as
 * WebP, without metadata.
 *
 * @param longestSide px
 * @param quality of WebP, 1 to 100
 * @throws Refused when it is not a whole picture of a usual kind and size
 */
export async function encodeAnew(
  file: Buffer,
  { longestSide, quality }: { longestSide: number; quality: number },
): Promise<TakenPicture> {
  const leave = await desk.acquire(1)
  try {
    const picture = sharp(file, { limitInputPixels: mostPixels, failOn: 'error', animated: false })
    const { format, width, height } = await picture.metadata()
    if (!formats.has(format)) throw new Refused('unprocessable', 'picture-kind')
    if (width * height > mostPixels) throw new Refused('unprocessable', 'picture-size')
    const { data, info } = await picture
      .timeout({ seconds: longestWork })
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .webp({ quality })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof Refused) throw error
    const tooLarge = /pixel limit|timeout/i.test((error as Error).message)
    throw new Refused('unprocessable', tooLarge ? 'picture-size' : 'picture-kind')
  } finally {
    leave()
  }
}
