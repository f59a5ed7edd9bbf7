import { createHash } from 'node:crypto'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Notification } from '../remote/gateway.ts'

/** A verified notification, opened and then sealed with the option `secret`. Plain JSON. */
export interface InboxItem {
  /** The same for every repeat of a notification. Letters, digits, `-` and `_`: fit for a file's name. */
  id: string
  sealed: string
}

/**
 * The app's durable inbox: with it WeChat is answered first. An item is handled right after the
 * answer, and taken out once it is settled; one that stays there is for `weixin.settleInbox`.
 */
export interface Inbox {
  /** Resolve once it is on disk, for then WeChat stops repeating. The same id again is the same notification. */
  put(item: InboxItem): Promise<void>
  /** It is settled. Removing what is gone is no error. */
  remove(id: string): Promise<void>
}

/** Seals for some seconds; undefined when it does not open. */
export interface InboxSealing {
  seal(value: { notification: string }, lifeSeconds: number): Promise<string>
  open(sealed: string): Promise<{ notification: string } | undefined>
}

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Not the raw notification is kept: its signature would be too old when it is looked at again. */
export async function sealItem(sealing: InboxSealing, content: Notification): Promise<InboxItem> {
  const notification = JSON.stringify(content)
  return {
    id: createHash('sha256').update(notification).digest('base64url'),
    sealed: await sealing.seal({ notification }, YEAR_SECONDS),
  }
}

/** Only `sealItem` seals for this purpose, so what opens was verified. Throws `inbox-unreadable`. */
export async function openItem(sealing: InboxSealing, item: InboxItem): Promise<Notification> {
  const opened = await sealing.open(item.sealed)
  if (!opened) throw new WeixinError('inbox-unreadable')
  return JSON.parse(opened.notification, moments) as Notification
}

/** JSON keeps a Date as its text; moments are the fields `paidAt` and `succeededAt`. */
function moments(name: string, value: unknown): unknown {
  return name.endsWith('At') && typeof value === 'string' ? new Date(value) : value
}
