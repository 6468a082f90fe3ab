/** Asks before something is done to many, or is hard to find again. One dialog of the panel's frame shows the questions. */
import { shallowRef } from 'vue'

export interface Question {
  title: string
  /** What it will do, in a sentence. */
  about: string
  /** Of the button that does it. */
  action: string
  /** Whether Enter does it; by default it cancels. */
  isUsual?: boolean
}

/** The question that is asked now, and its answer. */
export const asked = shallowRef<(Question & { answer: (isYes: boolean) => void }) | null>(null)

/** Asks; gives whether the person wants it. A question that stands is answered with no. */
export function ask(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(isYes) {
        asked.value = null
        resolve(isYes)
      },
    }
  })
}
