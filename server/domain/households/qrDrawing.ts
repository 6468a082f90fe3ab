/** A QR code as one path: dark on white, with the quiet zone that readers need. */

/** Modules of white around the code, ISO/IEC 18004. */
const quiet = 4

/**
 * Draws a code's modules.
 *
 * @param modules row by row, dark where truthy
 * @returns an SVG path, and the side of the square it stands in, quiet zone included
 */
export function qrDrawing({ size, data }: { size: number; data: ArrayLike<number | boolean> }): {
  path: string
  side: number
} {
  let path = ''
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      if (data[row * size + column]) path += `M${column + quiet} ${row + quiet}h1v1h-1z`
  return { path, side: size + 2 * quiet }
}
