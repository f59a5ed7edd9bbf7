/** Adds code and state to the query of an address; a fragment stays behind them, the rest as it is. */
export function withCode(redirectUri: string, code: string, state: string | null): string {
  const [page = '', ...fragment] = redirectUri.split('#')
  const added = state === null ? `code=${code}` : `code=${code}&state=${state}`
  const joint = !page.includes('?') ? '?' : /[?&]$/.test(page) ? '' : '&'
  return [`${page}${joint}${added}`, ...fragment].join('#')
}
