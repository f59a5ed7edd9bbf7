import { Socket } from 'node:net'
import { afterAll, afterEach, expect } from 'vitest'

/**
 * Tests speak to this machine only. Patching `Socket.connect` in the test process is a guard, not a mock: what stays on
 * loopback passes untouched, anything else fails its test, even where the code under test swallows the error.
 * (Browsers are held back by `launchOptions`; processes that a test starts are that test's own care.)
 */
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const attempts: string[] = []
const connect = Reflect.get(Socket.prototype, 'connect') as Socket['connect']

function hostOf(args: readonly unknown[]): string | undefined {
  // Node hands its own normalised arguments on as one array: [options, callback].
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0]
  if (typeof first === 'object' && first !== null) {
    const { path, host } = first as { path?: unknown; host?: unknown }
    return typeof path === 'string' ? undefined : typeof host === 'string' ? host : 'localhost'
  }
  // connect(path) or connect(port, host?)
  if (typeof first === 'string' && !/^\d+$/.test(first)) return undefined
  return typeof args[1] === 'string' ? args[1] : 'localhost'
}

Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const host = hostOf(args)
  if (host === undefined || loopback.test(host)) return Reflect.apply(connect, this, args) as Socket
  attempts.push(host)
  // Later: http listens for the error of its socket only after this call.
  setImmediate(() => this.destroy(new Error(`A test tried to reach ${host}`)))
  return this
} as Socket['connect']

const none = (): void => {
  expect(attempts.splice(0), 'hosts outside this machine that were tried').toEqual([])
}
afterEach(none)
afterAll(none)
