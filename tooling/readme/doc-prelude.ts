// Names that the documents' code uses without declaring them.
import type Router from '@koa/router'
import type Koa from 'koa'
import type { Context } from 'koa'
import type * as server from 'koa-weixin'
import type { Simulator } from 'weixin-simulator'

declare global {
  var app: Koa
  var ctx: Context
  var router: Router
  var weixin: server.Weixin
  var options: server.WeixinOptions
  var shopA: server.WeixinOptions
  var shopB: server.WeixinOptions
  var orders: server.Orders
  var merchant: server.MerchantOptions
  var simulator: Simulator
  var transactionId: string
  var total: number
  var amount: number
  type WeixinOptions = server.WeixinOptions
  type Orders = server.Orders
  var weixinRouter: typeof server.weixinRouter
  var requireUser: typeof server.requireUser
  var reconcile: typeof server.reconcile
  var verifyFile: typeof server.verifyFile
}
