import { createDecipheriv, createVerify, type KeyObject } from 'node:crypto'
import { createClockSkew } from '../src/remote/v3/clock-skew.ts'
import { openNotification } from '../src/remote/v3/notification.ts'
import { createPlatformKeys } from '../src/remote/v3/platform-keys.ts'
import { compare, here, type Comparison } from './compare.ts'
import { readKeys, type Fixture } from './fixture.ts'

/** What `node:crypto` and JSON.parse take for a notification when nothing is checked but the signature and the tag. */
export function openBare(
  body: Buffer,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  { weixinPublicKey, apiV3Key }: { weixinPublicKey: KeyObject; apiV3Key: KeyObject },
): { attach?: string; out_trade_no: string; transaction_id: string } {
  const text = body.toString('utf8')
  const signed = `${String(headers['wechatpay-timestamp'])}\n${String(headers['wechatpay-nonce'])}\n${text}\n`
  const signature = String(headers['wechatpay-signature'])
  const verify = createVerify('sha256').update(signed)
  if (!verify.verify(weixinPublicKey, signature, 'base64')) throw new Error('not signed')
  const { resource } = JSON.parse(text)
  const sealed = Buffer.from(resource.ciphertext, 'base64')
  const end = sealed.length - 16
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce)
  decipher.setAuthTag(sealed.subarray(end))
  decipher.setAAD(Buffer.from(resource.associated_data))
  const opened = decipher.update(sealed.subarray(0, end))
  decipher.final()
  return JSON.parse(opened.toString('utf8'))
}

/** Verified, opened and read, to the bare steps. */
export async function notificationOpening(fixture: Fixture): Promise<Comparison> {
  const keys = readKeys(fixture)
  const now = Date.now
  const publicKeys = new Map([[fixture.publicKeyId, keys.weixinPublicKey]])
  const options = {
    platformKeys: createPlatformKeys({ publicKeys, certificates: [], download: undefined, now }),
    clockSkew: createClockSkew(now),
    apiV3Key: keys.apiV3Key,
    now,
  }
  const notifications = fixture.notifications.map(({ headers, body }) => ({
    headers,
    body: Buffer.from(body),
  }))
  const each = async (
    count: number,
    work: (notification: (typeof notifications)[number]) => unknown,
  ): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      const notification = notifications[i % notifications.length]
      if (notification) await work(notification)
    }
  }
  return compare({
    name: 'verify and open a notification (APIv3)',
    aim: 0.93,
    count: 2_000,
    ours: here((count) => each(count, (raw) => openNotification(options, raw))),
    limit: here((count) => each(count, ({ body, headers }) => openBare(body, headers, keys))),
  })
}
