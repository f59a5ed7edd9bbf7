import { callHandler } from './call-handler.ts'

/**
 * Where this package reports what the developers and operators of the app should know; `console` fits. No secret,
 * token, key or openid is passed to it.
 */
export interface Logger {
  /** Something ended well that had been reported as failing. */
  info(message: string, fields?: Record<string, unknown>): void
  /** Something failed that is tried again. */
  warn(message: string, fields?: Record<string, unknown>): void
  /** Something failed that a person should look at. */
  error(message: string, fields?: Record<string, unknown>): void
}

/** The app's logger, called so that one that throws or rejects neither ends the process nor changes a response. */
export function guardedLogger(logger: Logger): Logger {
  return {
    info: (message, fields) => callHandler(() => logger.info(message, fields)),
    warn: (message, fields) => callHandler(() => logger.warn(message, fields)),
    error: (message, fields) => callHandler(() => logger.error(message, fields)),
  }
}
