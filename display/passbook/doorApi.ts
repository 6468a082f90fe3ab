/** The API of the page behind a door's code. Answers are not validated, to keep the page small. */
import type { OwnSignInView } from '../../server/contract/activities/activities.ts'
import type { CertificateView } from '../../server/contract/levels/levels.ts'
import type { DoorView, PublicHousehold } from '../../server/contract/residents/doors.ts'
import type { OwnPassbook } from '../../server/contract/residents/ownPassbook.ts'
import { here } from '../../server/domain/page/here.ts'
import { shown } from '../../server/domain/text/shown.ts'
import { locale, t } from '../words/translate.ts'

/** Timeouts of a call and of a photo's upload, ms. */
const timeoutMs = 15_000
const photoTimeoutMs = 90_000

interface FieldFault {
  /** As the contract names it. */
  field?: string
  detail: string
}

/** A call that did not succeed; `message` is a sentence for the person with the phone. */
export class DoorFailure extends Error {
  /** Stable code of the refusal; null when no answer came. */
  readonly code: string | null
  /** One entry for each field that was refused. */
  readonly lines: readonly FieldFault[]

  constructor(sentence: string, code: string | null, lines: readonly FieldFault[] = []) {
    super(sentence)
    this.code = code
    this.lines = lines
  }
}

/** The failure that was thrown; anything else is rethrown. */
export function asFailure(error: unknown): DoorFailure {
  if (error instanceof DoorFailure) return error
  throw error
}

export type Key = { card: string } | { code: string }
interface ProposalRequest {
  id: string
  rule: number
  units?: number
  occurredOn: string
  text: string
  photos: string[]
}

/** The calls of one door. */
export function doorApi(token: string) {
  const at = (path: string) => here(`/api/doors/${encodeURIComponent(token)}${path}`)
  return {
    read: () => call<DoorView>('GET', at('')),
    open: (key: Key) => call<unknown>('POST', at('/session'), key),
    close: () => call<unknown>('DELETE', at('/session')),
    passbook: () => call<OwnPassbook>('GET', at('/passbook')),
    object: (body: { id: string; posting: number; text: string }) =>
      call<unknown>('POST', at('/objections'), body),
    signIn: (body: { id: string; code: string }) => call<OwnSignInView>('POST', at('/sign-ins'), body),
    reportMending: (seq: number, body: { id: string; text: string; photos: string[] }) =>
      call<unknown>('POST', at(`/mendings/${seq}`), body),
    suggest: (body: { id: string; text: string }) => call<unknown>('POST', at('/suggestions'), body),
    propose: (body: ProposalRequest) => call<unknown>('POST', at('/proposals'), body),
    withdraw: (proposal: string) => call<unknown>('DELETE', at(`/proposals/${proposal}`)),
    sendPhoto: (photo: string, file: Blob) => call<unknown>('POST', at(`/photos/${photo}`), file),
    photoAddress: (photo: string) => at(`/photos/${photo}`),
  }
}
export type DoorApi = ReturnType<typeof doorApi>

/** Checks a certificate by its code. @throws DoorFailure */
export function checkCertificate(token: string): Promise<CertificateView> {
  return call('GET', here(`/api/certificates/${encodeURIComponent(token)}`))
}

/** What the wall shows of a household, by its door number. @throws DoorFailure */
export function readByNumber(village: string, door: string): Promise<PublicHousehold> {
  return call('GET', here(`/api/villages/${encodeURIComponent(village)}/board/${encodeURIComponent(door)}`))
}

/** The villages of this server. @throws DoorFailure */
export function listVillages(): Promise<{ items: { slug: string; name: string }[] }> {
  return call('GET', here('/api/villages'))
}

/** Opens a door by its number. @returns the token of its page */
export function openByNumber(
  village: string,
  body: { door: string; code: string },
): Promise<{ token: string }> {
  return call('POST', here(`/api/villages/${encodeURIComponent(village)}/door-session`), body)
}

async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const isPhoto = body instanceof Blob
  const response = await reached(path, {
    method,
    headers: {
      'accept-language': locale.value,
      ...(body === undefined
        ? {}
        : { 'content-type': isPhoto ? 'application/octet-stream' : 'application/json' }),
    },
    signal: abortAfter(isPhoto ? photoTimeoutMs : timeoutMs),
    ...(body === undefined ? {} : { body: isPhoto ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  if (response.ok) return (text === '' ? undefined : shown(JSON.parse(text))) as Answer
  throw refusalIn(text)
}

async function reached(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request)
  } catch {
    throw new DoorFailure(t('passbook.offline'), null)
  }
}

function refusalIn(text: string): DoorFailure {
  try {
    const { detail, code, errors } = shown(JSON.parse(text)) as {
      detail?: string
      code?: string
      errors?: FieldFault[]
    }
    if (detail !== undefined && code !== undefined) return new DoorFailure(detail, code, errors)
  } catch {
    // Not from the server: a proxy's page.
  }
  return new DoorFailure(t('passbook.broken'), 'broken')
}

/** `AbortSignal.timeout` is missing on older phones. */
function abortAfter(ms: number): AbortSignal {
  const stop = new AbortController()
  setTimeout(() => stop.abort(), ms)
  return stop.signal
}
