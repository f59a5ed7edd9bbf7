import { describe, expect, it } from 'vitest'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Notification } from '../remote/gateway.ts'
import { createNotifications } from './handle-notification.ts'

const notification = {
  about: 'transaction',
  transaction: { outTradeNo: 'TEA1-00000' },
} as Notification

/** Notifications whose app stores them in an inbox, and settles them like this. */
function withInbox(settle: () => Promise<never>) {
  const reported: string[] = []
  let background = Promise.resolve()
  const quiet = (): void => {}
  const notifications = createNotifications({
    gateway: {
      checkHeaders: quiet,
      openNotification: async () => notification,
      queryRefund: settle,
    },
    settle,
    settleRefund: settle,
    alerts: {
      refused: ({ code }, { outTradeNo }) => void reported.push(`${code} ${outTradeNo}`),
      delayed: quiet,
      ignored: quiet,
      unverified: quiet,
    },
    onNotification: undefined,
    inbox: { put: async () => {}, remove: async () => {} },
    sealing: {
      seal: async ({ notification: text }) => text,
      open: async (sealed) => ({ notification: sealed }),
    },
    logger: { info: quiet, warn: quiet, error: quiet },
    inBackground(work) {
      background = work
    },
    stuckMs: 10,
  })
  const receive = () => notifications.handleNotification({ headers: {}, body: Buffer.from('') })
  return { receive, reported, settled: () => background }
}

describe('a notification in the inbox, which WeChat does not repeat', () => {
  it('is reported where another settlement holds its order', async () => {
    const busy = withInbox(() => Promise.reject(new WeixinError('busy')))
    await busy.receive()
    await busy.settled()
    expect(busy.reported).toEqual(['busy TEA1-00000'])
  })

  it('is reported, once, where the handler never returns', async () => {
    const hanging = withInbox(() => new Promise(() => {}))
    await hanging.receive()
    await expect.poll(() => hanging.reported, { interval: 2 }).toEqual(['too-slow TEA1-00000'])
  })
})
