/** Longest side of a photo that is sent, px: the server stores no more. */
const longestSide = 1280

/**
 * A photo as an upright JPEG of at most 1280 px.
 *
 * @param quality of the JPEG, 0 to 1
 * @returns null where this browser cannot read or encode it
 */
export async function shrinkPhoto(file: Blob, quality: number): Promise<Blob | null> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  } catch {
    return null
  }
}
