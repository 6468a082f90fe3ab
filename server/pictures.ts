/** Takes pictures in: what is kept is what was seen when they were decoded, and nothing else of the file. */
import sharp from 'sharp'
import { Refused } from './domain/refused.ts'

/** Longest side of what is kept, px: a wall in 1080p shows no more. */
const longestSide = 1600
/** Above this a picture is refused before it is decoded; a phone's camera stays below. */
const mostPixels = 60_000_000
/** What browsers and phones make. SVG is a program, not a picture. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'avif', 'heif'])

// Pictures come one at a time, from few people: the rest of the server goes first.
sharp.concurrency(1)
sharp.cache(false)

/**
 * Decodes a picture, turns it upright, makes it smaller, and encodes it anew as
 * WebP, without metadata.
 *
 * @throws Refused when it is not a whole picture of a usual kind and size
 */
export async function takePicture(file: Buffer): Promise<{ bytes: Buffer; width: number; height: number }> {
  try {
    const picture = sharp(file, { limitInputPixels: mostPixels, failOn: 'error', animated: false })
    const { format, width, height } = await picture.metadata()
    if (!formats.has(format)) throw new Refused('unprocessable', 'picture-kind')
    if (width * height > mostPixels) throw new Refused('unprocessable', 'picture-size')
    const { data, info } = await picture
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer({ resolveWithObject: true })
    return { bytes: data, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof Refused) throw error
    const tooLarge = /pixel limit/i.test((error as Error).message)
    throw new Refused('unprocessable', tooLarge ? 'picture-size' : 'picture-kind')
  }
}
