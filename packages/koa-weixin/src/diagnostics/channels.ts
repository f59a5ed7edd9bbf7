import { channel } from 'node:diagnostics_channel'
import type { WeixinEvents } from './events.ts'

/** A channel of `node:diagnostics_channel` whose messages have a type. */
export interface EventChannel<E> {
  /** Without a subscriber nothing is measured and no event is made. */
  readonly hasSubscribers: boolean
  publish(event: E): void
}

function open<Name extends keyof WeixinEvents>(name: Name): EventChannel<WeixinEvents[Name]> {
  return channel(name)
}

// Held here: Node keeps a channel only while somebody refers to it.
export const prepayChannel: EventChannel<WeixinEvents['koa-weixin:prepay']> =
  open('koa-weixin:prepay')
export const paymentChannel: EventChannel<WeixinEvents['koa-weixin:payment']> =
  open('koa-weixin:payment')
export const notificationChannel: EventChannel<WeixinEvents['koa-weixin:notification']> =
  open('koa-weixin:notification')
export const settleChannel: EventChannel<WeixinEvents['koa-weixin:settle']> =
  open('koa-weixin:settle')
export const responseChannel: EventChannel<WeixinEvents['koa-weixin:response']> =
  open('koa-weixin:response')
export const signInChannel: EventChannel<WeixinEvents['koa-weixin:sign-in']> =
  open('koa-weixin:sign-in')
export const tokenChannel: EventChannel<WeixinEvents['koa-weixin:token']> = open('koa-weixin:token')
