/** Longest side of what is sent, px: the server keeps no more. */
const longestSide = 1280
/** Of JPEG, 0 to 1; the server encodes anew. */
const quality = 0.85

/**
 * Makes a photo small before it goes over a village's line, upright as it was
 * taken. What this browser cannot read is left as it is: the server says why.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return (await encoded(canvas)) ?? file
  } catch {
    return file
  }
}

function encoded(canvas: HTMLCanvasElement): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
}
