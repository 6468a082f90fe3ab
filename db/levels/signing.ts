/** Signs certificates with a key of the installation (Ed25519), so that anybody can check them with its public half. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Store } from '../store/store.ts'

export interface SigningKey {
  key: KeyObject
  /** SPKI, DER, base64url. */
  publicKey: string
}

/** The installation's key; made at the first use. Call it inside `write`. */
export async function ensureSigningKey(store: Store): Promise<SigningKey> {
  const stored = await storedKey(store)
  if (stored) return stored
  const { privateKey } = generateKeyPairSync('ed25519')
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await store.update('installation', { only: 1 }, { signing_key: text })
  return keyOf(text)
}

/** Null before the first certificate. */
export async function storedKey(store: Store): Promise<SigningKey | null> {
  const row = await store.first<{ text: string | null }>('SELECT signing_key AS text FROM installation')
  return row?.text ? keyOf(row.text) : null
}

function keyOf(text: string): SigningKey {
  const key = createPrivateKey(text)
  return {
    key,
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url'),
  }
}

/** @returns base64url */
export function signText({ key }: SigningKey, text: string): string {
  return sign(null, Buffer.from(text), key).toString('base64url')
}
