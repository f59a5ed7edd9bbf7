'use strict'
// What `require('koa-weixin')` gives on a Node that cannot require ESM: newer ones take the condition module-sync.
throw new Error(`koa-weixin needs Node 20.19 or later, and this is Node ${process.versions.node}.`)
