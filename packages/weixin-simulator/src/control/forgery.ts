import { seconds } from '../clock.ts'
import type { Context } from '../context.ts'
import { processRsaPair } from '../crypto/rsa.ts'
import { requestId, wechatpayHeaders } from '../crypto/wechatpay-headers.ts'
import type { Notification } from '../state/notifications.ts'
import type { Forgery } from '../types.ts'

/** What is posted in place of a genuine notification. */
interface Forged {
  body: string
  headers: Record<string, string>
}

type Make = (context: Context, notification: Notification) => Forged | Promise<Forged>

const signed = (context: Context, { body, form }: Notification): Record<string, string> =>
  form === 'xml' ? {} : context.signer.notification(body)

/** The last letter or digit before the end becomes another one. */
const withAnotherCharacter = (text: string): string =>
  text.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (last) => (last === 'A' ? 'B' : 'A'))

/** Each way in which a notification may be forged; a server has to refuse all of them. */
const FORGERIES: Record<Forgery, Make> = {
  'other-key': async (context, { body, form }) => {
    const { privateKey } = await processRsaPair('forger')
    const { publicKeyId } = context.state.account.credentials
    const now = seconds(context.clock.wall())
    const { random } = context
    const headers = wechatpayHeaders(body, { seconds: now, publicKeyId, privateKey, random })
    return {
      body: form === 'xml' ? body.replace(/<sign>.*?<\/sign>/s, '<sign>FORGED</sign>') : body,
      headers: form === 'xml' ? {} : headers,
    }
  },
  'no-signature': (_context, { body }) => ({
    body: body.replace(/\n?<sign>.*?<\/sign>/s, ''),
    headers: {},
  }),
  'changed-body': (context, notification) => ({
    body: withAnotherCharacter(notification.body),
    headers: signed(context, notification),
  }),
  'other-serial': (context, notification) => ({
    body: notification.body,
    headers: { ...signed(context, notification), 'Wechatpay-Serial': 'PUB_KEY_ID_0' },
  }),
  old: (context, notification) => {
    const { account } = context.state
    return {
      body: notification.body,
      headers: wechatpayHeaders(notification.body, {
        seconds: seconds(context.clock.wall()) - 600,
        publicKeyId: account.credentials.publicKeyId,
        privateKey: account.weixinPrivateKey,
        random: context.random,
      }),
    }
  },
  'missing-timestamp': (context, notification) => {
    const { 'Wechatpay-Timestamp': timestamp, ...headers } = signed(context, notification)
    void timestamp
    return { body: notification.body, headers }
  },
}

/** Posts a forged copy of a notification, once and outside of the schedule. */
export async function deliverForged(
  context: Context,
  notification: Notification,
  forgery: Forgery,
): Promise<{ status: number | null; body: string }> {
  const { body, headers } = await FORGERIES[forgery](context, notification)
  const copy = { ...notification, body, dueAt: null }
  return context.deliveries.send(copy, {
    forgery,
    headers: { ...headers, 'Request-ID': requestId(context.random, 0) },
  })
}
