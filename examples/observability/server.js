// The tea of koa-minimal, watched: spans of OpenTelemetry, and metrics for Prometheus at /metrics. It uses a simulated WeChat.
import { trace } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  ConsoleSpanExporter,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import Koa from 'koa'
import { createWeixin, weixinRouter } from 'koa-weixin'
import { createSimulator } from 'weixin-simulator'
import { registry } from './observe.js'

const { env } = process

// A real app exports to its collector: `new OTLPTraceExporter()` in a BatchSpanProcessor.
export const spans = new InMemorySpanExporter()
const exporter = env.NODE_ENV === 'test' ? spans : new ConsoleSpanExporter()
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
)

export const simulator = await createSimulator({ port: Number(env.SIMULATOR_PORT ?? 4000) })
const { credentials, url: endpoints } = simulator
const { appId, appSecret, mchId, serialNo, privateKey, apiV3Key } = credentials
const publicKeys = { [credentials.publicKeyId]: credentials.publicKey }

const tea = {
  id: '42',
  createdAt: new Date(),
  total: 1,
  description: '一杯茶',
  transactionId: null,
}

const weixin = createWeixin({
  appId,
  appSecret,
  origin: env.WEIXIN_ORIGIN ?? 'http://localhost:3000',
  encryptionKeys: env.WEIXIN_ENCRYPTION_KEYS ?? 'for development only, 32 characters',
  merchant: { mchId, serialNo, privateKey, apiV3Key, publicKeys },
  endpoints,
  orders: {
    find: (id) => (id === tea.id ? tea : undefined),
    onPaid(_order, { transactionId }) {
      tea.transactionId ??= transactionId
    },
  },
})

const app = new Koa()
app.use(async (ctx, next) => {
  if (ctx.path !== '/metrics') return next()
  ctx.type = registry.contentType
  ctx.body = await registry.metrics()
})
app.use(weixinRouter(weixin).routes())
export const server = app.listen(env.PORT ?? 3000)
