const SECRET =
  /^(secret|.*secret|access_?token|refresh_?token|ticket|jsapi_ticket|code|signature|sign|paySign|private_?key|api_?v[23]_?key|token)$/i

/** An error code of WeChat's stands in the same field as the code of a sign-in, and is no secret. */
const ERROR_CODE = /^[A-Z]+(_[A-Z]+)*$/

const isSecret = (name: string, value: unknown): boolean =>
  SECRET.test(name) && !(name === 'code' && typeof value === 'string' && ERROR_CODE.test(value))

/** Enough of a secret to tell two apart, too little to use. */
export const masked = (secret: string): string => `${secret.slice(0, 6)}…`

function maskAll(value: unknown): unknown {
  if (typeof value === 'string') return masked(value)
  return Array.isArray(value) ? value.map(maskAll) : maskWithin(value)
}

function maskWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskWithin)
  return typeof value === 'object' && value !== null ? maskSecrets({ ...value }) : value
}

/** The same JSON object with every text under a secret name masked. */
export const maskSecrets = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isSecret(name, value) ? maskAll(value) : maskWithin(value),
    ]),
  )
