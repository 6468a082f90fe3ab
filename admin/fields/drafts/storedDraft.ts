/** What was typed and not sent: kept for this tab and this person, across reloads and an ended session. */
import { nameHere } from '../../../server/domain/page/here.ts'
import { readStoredJson, writeStored } from '../../../server/domain/page/storedValue.ts'
import { useSession } from '../../shell/session/session.ts'

/** Where storage is forbidden, drafts last as long as the page. */
const inMemory = new Map<string, unknown>()

export interface StoredDraft {
  /** As JSON has it; null when there is none. */
  read: () => unknown
  put: (draft: unknown) => void
  clear: () => void
}

/** The draft of this name that the signed-in person left behind. */
export function storedDraft(name: string): StoredDraft {
  const user = encodeURIComponent(useSession().user?.username ?? '')
  const key = nameHere(`yiping.draft.${user}.${name}`)
  const place = { session: true }
  return {
    read: () => inMemory.get(key) ?? readStoredJson(key, place),
    put(draft) {
      if (writeStored(key, JSON.stringify(draft), place)) inMemory.delete(key)
      else inMemory.set(key, draft)
    },
    clear() {
      inMemory.delete(key)
      writeStored(key, null, place)
    },
  }
}
