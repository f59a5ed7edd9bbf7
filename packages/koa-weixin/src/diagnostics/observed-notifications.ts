import { asWeixinError, type WeixinError } from '../errors/weixin-error.ts'
import type { Gateway, Notification, RawNotification } from '../remote/gateway.ts'
import { formOf } from '../remote/message-form.ts'
import { notificationChannel } from './channels.ts'
import type { NotificationEvent } from './events.ts'
import { startTiming, type Timing } from './observed.ts'

type Subject = Pick<NotificationEvent, 'about' | 'orderId' | 'outTradeNo' | 'outRefundNo'>
type Publish = (step: NotificationEvent['step'], error?: WeixinError) => void

/** What publishes the steps of one delivery, from its first step on. */
interface Delivery {
  publish: Publish
  subject: Subject
}

const NOT_KNOWN: Subject = { about: null, orderId: null, outTradeNo: null, outRefundNo: null }

/** By the notification itself: the steps of one delivery run in different places. */
const deliveries = new WeakMap<Pick<RawNotification, 'headers'>, Delivery>()
let count = 0

interface NotificationHandlers {
  checkNotificationHeaders: (headers: RawNotification['headers']) => void
  handleNotification: (raw: RawNotification) => Promise<void>
}

/** The same handlers, which publish what was received and how it ended. */
export function observedNotifications(
  { checkNotificationHeaders, handleNotification }: NotificationHandlers,
  appId: string,
): NotificationHandlers {
  async function observe(raw: RawNotification): Promise<void> {
    const delivery = receive(raw, appId)
    try {
      await handleNotification(raw)
      delivery.publish('handled')
    } catch (thrown) {
      delivery.publish('refused', asWeixinError(thrown))
      throw thrown
    }
  }
  return {
    checkNotificationHeaders(headers) {
      try {
        checkNotificationHeaders(headers)
      } catch (thrown) {
        if (notificationChannel.hasSubscribers)
          receive({ headers }, appId).publish('refused', asWeixinError(thrown))
        throw thrown
      }
    },
    handleNotification: (raw) =>
      notificationChannel.hasSubscribers ? observe(raw) : handleNotification(raw),
  }
}

/** The same function, which publishes that the signature of a notification held, and what it is about. */
export function notificationVerified(
  openNotification: Gateway['openNotification'],
): Gateway['openNotification'] {
  return (raw) => {
    const delivery = deliveries.get(raw)
    return delivery ? observe(raw, delivery) : openNotification(raw)
  }

  async function observe(raw: RawNotification, delivery: Delivery): Promise<Notification> {
    const notification = await openNotification(raw)
    delivery.subject = subjectOf(notification)
    delivery.publish('verified')
    return notification
  }
}

function receive(
  raw: Pick<RawNotification, 'headers'> & { body?: Buffer },
  appId: string,
): Delivery {
  const elapsed: (error?: WeixinError) => Timing = startTiming()
  const form = formOf(raw)
  count += 1
  const id = count
  const delivery: Delivery = {
    subject: NOT_KNOWN,
    publish(step, error) {
      const { subject } = delivery
      notificationChannel.publish({
        appId,
        step,
        delivery: id,
        form,
        ...subject,
        ...elapsed(error),
      })
    },
  }
  deliveries.set(raw, delivery)
  delivery.publish('received')
  return delivery
}

function subjectOf(notification: Notification): Subject {
  const { about } = notification
  switch (about) {
    case 'transaction': {
      const { orderId, outTradeNo } = notification.transaction
      return { ...NOT_KNOWN, about, orderId, outTradeNo }
    }
    case 'refund': {
      const { outTradeNo, outRefundNo } = notification.refund
      return { ...NOT_KNOWN, about, outTradeNo, outRefundNo }
    }
    case 'refund-hint':
      return { ...NOT_KNOWN, about, outRefundNo: notification.outRefundNo }
    case 'other':
    case 'unreadable':
      return { ...NOT_KNOWN, about }
  }
}
