import { createHash } from 'node:crypto'
import type { RawNotification } from './gateway.ts'

/** Names a notification that has no id which can be read: a part of the hash of its bytes. */
export function bodyId({ body }: Pick<RawNotification, 'body'>): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 32)
}
