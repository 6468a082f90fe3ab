/** Reads codes from the camera's picture, as long as it is on. */
import type QrScanner from 'qr-scanner'
import { onScopeDispose, ref, type Ref } from 'vue'

/** Longest side of the searched picture, px, and searches per second; not too many for a phone. */
const searchedSide = 800
const searchesPerSecond = 8

export type CameraState = 'off' | 'starting' | 'on' | 'insecure' | 'failed'

/**
 * A camera that shows its picture in `video`.
 *
 * @param onRead called with each text that is read, once as long as the same code stays in the picture
 */
export function useCamera(video: Readonly<Ref<HTMLVideoElement | null>>, onRead: (text: string) => void) {
  const state = ref<CameraState>('off')
  /** Null where the camera has no lamp. */
  const isLit = ref<boolean | null>(null)
  let scanner: QrScanner | null = null
  let last = ''
  let wanted = 0

  /** Opens the camera; browsers give none to a page of plain HTTP. */
  async function start(): Promise<void> {
    stop()
    const mine = wanted
    if (!navigator.mediaDevices) {
      state.value = 'insecure'
      return
    }
    state.value = 'starting'
    const made = await open().catch(() => null)
    if (mine !== wanted) {
      made?.destroy()
      return
    }
    scanner = made
    state.value = made ? 'on' : 'failed'
    const hasLamp = (await made?.hasFlash().catch(() => false)) ?? false
    if (mine === wanted && hasLamp) isLit.value = false
  }

  async function open(): Promise<QrScanner | null> {
    const { default: Scanner } = await import('qr-scanner')
    if (!video.value) return null
    const made = new Scanner(video.value, ({ data }) => read(data), {
      preferredCamera: 'environment',
      maxScansPerSecond: searchesPerSecond,
      calculateScanRegion: whole,
      onDecodeError: () => undefined,
      returnDetailedScanResult: true,
    })
    try {
      await made.start()
      return made
    } catch {
      made.destroy()
      return null
    }
  }

  function read(text: string): void {
    if (text === last) return
    last = text
    onRead(text)
  }

  function stop(): void {
    wanted += 1
    scanner?.destroy()
    scanner = null
    last = ''
    state.value = 'off'
    isLit.value = null
  }
  onScopeDispose(stop)

  async function turnLamp(): Promise<void> {
    await scanner?.toggleFlash().catch(() => undefined)
    isLit.value = scanner?.isFlashOn() ?? null
  }

  return { state, isLit, start, stop, turnLamp }
}

/** All that the camera sees, made smaller. */
function whole({ videoWidth, videoHeight }: HTMLVideoElement): QrScanner.ScanRegion {
  const scale = Math.min(1, searchedSide / Math.max(videoWidth, videoHeight))
  return {
    x: 0,
    y: 0,
    width: videoWidth,
    height: videoHeight,
    downScaledWidth: Math.round(videoWidth * scale),
    downScaledHeight: Math.round(videoHeight * scale),
  }
}
