/** Codes of a connection that the client broke off, or of a request that it did not end. */
const BROKEN_OFF = /^(ECONNRESET|ECONNABORTED|EPIPE|ERR_STREAM_PREMATURE_CLOSE|HPE_.*)$/

/** True for an error that says nothing but that the client went away. */
export const isBrokenOff = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && BROKEN_OFF.test(String(error.code))
