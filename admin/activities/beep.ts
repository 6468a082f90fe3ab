/** Short tones for whoever scans without looking at the screen. */

/** Hz and s of each tone, one after the other. */
const tones = {
  taken: [[1_320, 0.12]],
  again: [[660, 0.12]],
  refused: [
    [220, 0.25],
    [180, 0.3],
  ],
} as const
const loudness = 0.2

let context: AudioContext | null = null

/** Plays a tone: `taken` high, `again` lower, `refused` low and long. Silent where the browser has no sound. */
export function beep(kind: keyof typeof tones): void {
  if (typeof AudioContext === 'undefined') return
  context ??= new AudioContext()
  let at = context.currentTime
  for (const [frequency, seconds] of tones[kind]) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(loudness, at)
    volume.gain.exponentialRampToValueAtTime(0.001, at + seconds)
    tone.connect(volume).connect(context.destination)
    tone.start(at)
    tone.stop(at + seconds)
    at += seconds
  }
}
