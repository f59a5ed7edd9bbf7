import type { Call } from '../http/call.ts'

/** Notes in the log that WeChat would refuse this notify_url, which is taken here because it is a private address. */
export function checkPlainHttp(call: Call, notifyUrl: string): void {
  if (notifyUrl.startsWith('http:'))
    call.check(
      'notify_url',
      true,
      'Plain http is taken here for a private address; WeChat needs https.',
    )
}
