import { seconds } from '../clock.ts'
import type { Context } from '../context.ts'
import { processRsaPair } from '../crypto/rsa.ts'
import { requestId, wechatpayHeaders } from '../crypto/wechatpay-headers.ts'
import { forgedV2 } from '../pay-v2/forgery.ts'
import type { Notification } from '../state/notifications.ts'
import type { Forgery } from '../types.ts'

/** What is posted in place of a genuine notification. */
interface Forged {
  body: string
  headers: Record<string, string>
}

type Make = (context: Context, body: string) => Forged | Promise<Forged>

/** The last letter or digit before the end becomes another one. */
const withAnotherCharacter = (text: string): string =>
  text.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (last) => (last === 'A' ? 'B' : 'A'))

/** Each way in which a notification of API v3 may be forged; a server has to refuse all of them. */
const FORGERIES: Record<Forgery, Make> = {
  'other-key': async ({ state, clock, random }, body) => {
    const { privateKey } = await processRsaPair('forger')
    const { publicKeyId } = state.account.credentials
    const now = seconds(clock.wall())
    return {
      body,
      headers: wechatpayHeaders(body, { seconds: now, publicKeyId, privateKey, random }),
    }
  },
  'no-signature': (_context, body) => ({ body, headers: {} }),
  'changed-body': ({ signer }, body) => ({
    body: withAnotherCharacter(body),
    headers: signer.notification(body),
  }),
  'other-serial': ({ signer }, body) => ({
    body,
    headers: { ...signer.notification(body), 'Wechatpay-Serial': 'PUB_KEY_ID_0' },
  }),
  old: ({ state, clock, random }, body) => ({
    body,
    headers: wechatpayHeaders(body, {
      seconds: seconds(clock.wall()) - 600,
      publicKeyId: state.account.credentials.publicKeyId,
      privateKey: state.account.weixinPrivateKey,
      random,
    }),
  }),
  'missing-timestamp': ({ signer }, body) => {
    const { 'Wechatpay-Timestamp': timestamp, ...headers } = signer.notification(body)
    void timestamp
    return { body, headers }
  },
}

function forge(
  context: Context,
  { form, body }: Notification,
  forgery: Forgery,
): Forged | Promise<Forged> {
  if (form !== 'xml') return FORGERIES[forgery](context, body)
  const { random } = context
  const { apiV2Key } = context.state.account.credentials
  return { body: forgedV2(body, forgery, { apiV2Key, random }), headers: {} }
}

/**
 * Posts a forged copy of a notification, once and outside of the schedule. Rejects for a forgery that a notification of
 * API v2 cannot have.
 */
export async function deliverForged(
  context: Context,
  notification: Notification,
  forgery: Forgery,
): Promise<{ status: number | null; body: string }> {
  const { body, headers } = await forge(context, notification, forgery)
  const copy = { ...notification, body, dueAt: null }
  return context.deliveries.send(copy, {
    forgery,
    headers: { ...headers, 'Request-ID': requestId(context.random, 0) },
  })
}
