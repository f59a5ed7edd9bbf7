import { createHash } from 'node:crypto'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Notification } from '../remote/gateway.ts'

/** A verified notification, encrypted with the option `encryptionKeys`. Plain JSON. */
export interface InboxItem {
  /** The same for every repeat of a notification. Letters, digits, `-` and `_`, so that it can name a file. */
  id: string
  /** The encrypted content. It decrypts for a year. */
  sealed: string
}

/**
 * Durable storage of the app's for notifications. With it WeChat is answered as soon as a notification is stored. It is
 * settled right after the response, and removed then; pass what remains there to `weixin.settleInbox` at start.
 */
export interface Inbox {
  /**
   * Stores an item. Resolve once it is on disk, because WeChat does not notify again then. An item with the same id is
   * the same notification.
   */
  put(item: InboxItem): Promise<void>
  /** Removes an item that was settled. Removing what is not there is no error. */
  remove(id: string): Promise<void>
}

/** Encrypts for a number of seconds; `open` gives undefined for a text that does not decrypt. */
export interface InboxSealing {
  seal(value: { notification: string }, lifeSeconds: number): Promise<string>
  open(sealed: string): Promise<{ notification: string } | undefined>
}

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** The opened notification is stored, not the raw one, whose signature would be too old when it is read again. */
export async function sealItem(sealing: InboxSealing, content: Notification): Promise<InboxItem> {
  const notification = JSON.stringify(content)
  return {
    id: createHash('sha256').update(notification).digest('base64url'),
    sealed: await sealing.seal({ notification }, YEAR_SECONDS),
  }
}

/** Only `sealItem` encrypts for this purpose, so what decrypts was verified. Throws `inbox-unreadable`. */
export async function openItem(sealing: InboxSealing, item: InboxItem): Promise<Notification> {
  const opened = await sealing.open((Object(item) as InboxItem).sealed)
  if (!opened) throw new WeixinError('inbox-unreadable')
  return JSON.parse(opened.notification, reviveDate) as Notification
}

/** JSON writes a Date as its text. The fields that hold one are `paidAt` and `succeededAt`. */
function reviveDate(name: string, value: unknown): unknown {
  return (name === 'paidAt' || name === 'succeededAt') && typeof value === 'string'
    ? new Date(value)
    : value
}
