import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Context } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import type { BodyReader } from './raw-body.ts'

/** Checks that are under way. Only this process knows their ids, so nobody else can send one. */
const pending = new Set<string>()
const HEADER = 'x-weixin-body-check'
const TIMEOUT_MS = 5_000
/** What tells an app behind a proxy how it was called: without them it may redirect the request. */
const FORWARDED = ['x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-for'] as const

/**
 * Sends a request to the notify route of the server that received `ctx`, over its own socket: whether a body parser in
 * front of `notify` leaves the bytes can be seen only by a request with a body. Nothing leaves the machine, and a server
 * without a socket of its own (serverless) is not checked. Never rejects.
 */
export function sendBodyCheck(
  ctx: Context,
  { path, form }: { path: string; form: 'json' | 'xml' },
): Promise<void> {
  const { localAddress, localPort } = ctx.req.socket
  if (localAddress === undefined || localPort === undefined) return Promise.resolve()
  const id = randomBytes(16).toString('hex')
  const body = form === 'json' ? '{}' : '<xml></xml>'
  const forwarded = FORWARDED.flatMap((name) => (ctx.get(name) ? [[name, ctx.get(name)]] : []))
  const options = {
    host: localAddress,
    port: localPort,
    method: 'POST',
    path,
    agent: false,
    timeout: TIMEOUT_MS,
    headers: {
      host: ctx.get('host'),
      ...Object.fromEntries(forwarded),
      'content-type': form === 'json' ? 'application/json' : 'text/xml',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'koa-weixin',
      [HEADER]: id,
    },
  }
  pending.add(id)
  return new Promise((resolve) => {
    const request =
      'encrypted' in ctx.req.socket
        ? httpsRequest({ ...options, rejectUnauthorized: false })
        : httpRequest(options)
    request
      .on('response', (response) => response.resume())
      .on('timeout', () => request.destroy())
      .on('error', () => {})
      .on('close', () => {
        pending.delete(id)
        resolve()
      })
      .end(body)
  })
}

/** What a check found, where the request is one: the error `body-eaten`, or null. Undefined for every other request. */
export function bodyCheckResult(
  ctx: Context,
  bodies: Pick<BodyReader, 'left'>,
): WeixinError | null | undefined {
  if (pending.size === 0 || !pending.delete(ctx.get(HEADER))) return undefined
  try {
    bodies.left(ctx)
    return null
  } catch (thrown) {
    return thrown instanceof WeixinError ? thrown : null
  }
}
