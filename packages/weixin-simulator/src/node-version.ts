/** The engines in package.json only make npm warn. */
const [LEAST_MAJOR, LEAST_MINOR] = [20, 19] as const

/** Throws one sentence where the running Node is too old. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > LEAST_MAJOR || (major === LEAST_MAJOR && minor >= LEAST_MINOR)) return
  throw new Error(
    `weixin-simulator needs Node ${LEAST_MAJOR}.${LEAST_MINOR} or later, and this is Node ${version}.`,
  )
}

requireNode(process.versions.node)
