import QRCode from 'qrcode'
import sharp from 'sharp'

/** A photo, taken askew, of a code that says this; of no code for null. */
export async function photoOfCode(content: string | null): Promise<Buffer> {
  const wall = sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#b8a98f' } })
  if (content === null) return await wall.jpeg().toBuffer()
  const code = await sharp(await QRCode.toBuffer(content, { width: 420 }))
    .rotate(8, { background: '#b8a98f' })
    .toBuffer()
  return await wall
    .composite([{ input: code, left: 900, top: 540 }])
    .jpeg()
    .toBuffer()
}
