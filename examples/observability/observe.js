// Turns the events of koa-weixin into OpenTelemetry spans and Prometheus metrics. An event is published when its step has
// ended, in the same asynchronous context: its span is a child of the span that is active there, such as the request's.
import { subscribe } from 'node:diagnostics_channel'
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { Counter, Histogram, Registry } from 'prom-client'

export const registry = new Registry()

const steps = new Counter({
  name: 'weixin_steps_total',
  help: 'Steps of sign-in and payment, by how they ended: a code of WeixinError, or ok.',
  labelNames: ['step', 'result'],
  registers: [registry],
})
const duration = new Histogram({
  name: 'weixin_step_duration_seconds',
  help: 'How long a step took.',
  labelNames: ['step'],
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5],
  registers: [registry],
})
const money = new Counter({
  name: 'weixin_settled_fen_total',
  help: 'What the app recorded as paid, in fen.',
  registers: [registry],
})

const tracer = trace.getTracer('koa-weixin')

/** Channels, and what tells the events of one channel apart. None of these values is the payer's or secret. */
const channels = {
  'koa-weixin:prepay': ({ tradeType }) => `prepay ${tradeType}`,
  'koa-weixin:payment': ({ tradeType }) => `payment ${tradeType}`,
  'koa-weixin:notification': ({ step }) => `notification ${step}`,
  'koa-weixin:settle': () => 'settle',
  'koa-weixin:response': ({ method, route }) => `${method} ${route}`,
  'koa-weixin:sign-in': ({ step }) => `sign-in ${step}`,
  'koa-weixin:token': ({ token }) => `token ${token}`,
}

for (const [channel, nameOf] of Object.entries(channels)) {
  subscribe(channel, (event) => {
    const name = nameOf(event)
    steps.inc({ step: name, result: event.code ?? 'ok' })
    duration.observe({ step: name }, event.milliseconds / 1000)
    if (event.outcome === 'recorded') money.inc(event.total)
    startSpan(name, event)
  })
}

/** The ids of an order are attributes: they find one payment in all of its traces, and would be too many as labels. */
function startSpan(name, { startedAt, milliseconds, code, weixinCode, ...event }) {
  const isServer = event.route !== undefined
  const span = tracer.startSpan(
    `weixin ${name}`,
    {
      startTime: startedAt,
      kind: isServer ? SpanKind.SERVER : SpanKind.INTERNAL,
      attributes: attributesOf({ ...event, code, weixinCode }),
    },
    context.active(),
  )
  if (code !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: code })
  span.end(startedAt + milliseconds)
}

function attributesOf(fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== null)
  return Object.fromEntries(given.map(([field, value]) => [`weixin.${field}`, value]))
}
