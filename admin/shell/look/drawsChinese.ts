const size = 24

/** Whether the system has a font with Chinese: without one it draws the same box for every character. */
export function drawsChinese(): boolean {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return true
  const drawn = (character: string) => {
    context.clearRect(0, 0, size, size)
    context.font = `${size - 4}px sans-serif`
    context.fillText(character, 0, size - 4)
    return context.getImageData(0, 0, size, size).data.join()
  }
  return drawn('村') !== drawn('镇')
}
