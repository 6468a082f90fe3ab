/** Finds a QR code in a photo. Works without camera and on plain HTTP: a photo is a file like any other. */

/** Longest sides at which a photo is searched, px; coarse first, 12 megapixels take seconds. */
const sides = [800, 1600, 3200]

/** Loads the code reader ahead, for use without a network. */
export async function loadReader(): Promise<void> {
  const { default: QrScanner } = await import('qr-scanner')
  // Where the browser cannot read codes itself, a worker does, from a file of its own.
  const engine = await QrScanner.createQrEngine()
  if (engine instanceof Worker) engine.terminate()
}

/** What the code in the photo says; null when none is found, or the file is no photo. */
export async function readCode(photo: Blob): Promise<string | null> {
  const picture = await createImageBitmap(photo).catch(() => null)
  if (!picture) return null
  const { default: QrScanner } = await import('qr-scanner')
  const longest = Math.max(picture.width, picture.height)
  try {
    for (const side of sides) {
      const scale = Math.min(1, side / longest)
      const found = await QrScanner.scanImage(picture, {
        scanRegion: {
          downScaledWidth: Math.round(picture.width * scale),
          downScaledHeight: Math.round(picture.height * scale),
        },
        returnDetailedScanResult: true,
      }).catch(() => null)
      if (found) return found.data
      if (side >= longest) break
    }
    return null
  } finally {
    picture.close()
  }
}
