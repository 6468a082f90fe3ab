import { onScopeDispose, type Ref, watch } from 'vue'

/** Two soft notes, Hz, and how long each sounds, s. */
const notes = [659, 880]
const noteSeconds = 0.35
const loudness = 0.08

/**
 * Plays two notes whenever the value changes. Silent where the browser does not allow autoplay; the kiosk's start
 * line allows it.
 */
export function useChime(enabled: () => boolean, on: Readonly<Ref<unknown>>): void {
  let context: AudioContext | null = null
  watch(on, (value) => {
    if (!value || !enabled() || typeof AudioContext === 'undefined') return
    context ??= new AudioContext()
    const { currentTime, destination } = context
    notes.forEach((frequency, index) => {
      if (!context) return
      const tone = context.createOscillator()
      const volume = context.createGain()
      const at = currentTime + (index * noteSeconds) / 2
      tone.frequency.value = frequency
      volume.gain.setValueAtTime(loudness, at)
      volume.gain.exponentialRampToValueAtTime(0.001, at + noteSeconds)
      tone.connect(volume).connect(destination)
      tone.start(at)
      tone.stop(at + noteSeconds)
    })
  })
  onScopeDispose(() => void context?.close())
}
