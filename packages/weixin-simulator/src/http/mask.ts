const SECRET =
  /^(secret|.*secret|access_?token|refresh_?token|ticket|jsapi_ticket|code|signature|paySign|private_?key|api_?v3_?key|token)$/i

/** Enough of a secret to tell two apart, too little to use. */
export const masked = (secret: string): string => `${secret.slice(0, 6)}…`

/** The same JSON value with the text under every secret name masked. */
export function maskSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SECRET.test(name) && typeof inner === 'string' ? masked(inner) : maskSecrets(inner),
    ]),
  )
}
