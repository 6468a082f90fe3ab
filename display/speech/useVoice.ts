import { useEventListener } from '@vueuse/core'
import { type Ref, shallowRef } from 'vue'

/** Speaks a text; does nothing where there is no voice. */
export type Speak = (text: string) => void

/** Texts that may wait for their turn; more would be old by then. */
const mostWaiting = 3
/** Slower than usual, for listeners over 60. */
const rate = 0.9

/**
 * The box's own voice of a language. Ends with its scope.
 *
 * @param language as `zh-CN`; any voice of `zh` will do
 * @returns whether there is a voice, and a function that speaks after what is being spoken
 */
export function useVoice(language: () => string): {
  hasVoice: Readonly<Ref<boolean>>
  speak: Speak
  stop: () => void
} {
  const speech = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : null
  const hasVoice = shallowRef(false)
  let waiting = 0

  const find = () => {
    const wanted = language().slice(0, 2)
    const voices = speech?.getVoices().filter(({ lang }) => lang.slice(0, 2) === wanted) ?? []
    // A voice of the box speaks without the internet, and sends nothing away.
    return voices.find(({ localService }) => localService) ?? null
  }
  const look = () => (hasVoice.value = find() !== null)
  look()
  // Browsers load their voices late.
  if (speech) useEventListener(speech, 'voiceschanged', look)

  function speak(text: string): void {
    const voice = find()
    if (!speech || !voice || waiting >= mostWaiting) return
    const utterance = new SpeechSynthesisUtterance(text)
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.rate = rate
    waiting += 1
    utterance.onend = utterance.onerror = () => (waiting -= 1)
    speech.speak(utterance)
  }

  function stop(): void {
    speech?.cancel()
  }

  return { hasVoice, speak, stop }
}
