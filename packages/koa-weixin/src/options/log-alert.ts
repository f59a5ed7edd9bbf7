import type { Logger } from '../logger.ts'
import type { Alert } from '../settle/alerts.ts'

/** What happens to an alert where the app gives no `onAlert`: it is logged as an error. */
export function logAlert(logger: Logger, { error, ...alert }: Alert): void {
  const { code, id, message, cause } = error
  logger.error(`WeChat Pay: ${message}`, {
    ...alert,
    code,
    id,
    ...(cause instanceof Error ? { cause: cause.message } : {}),
  })
}
