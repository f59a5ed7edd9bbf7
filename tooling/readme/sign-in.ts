/** Follows the redirects to WeChat and back, as a browser inside WeChat does. Returns the cookies that it then has. */
export async function signIn(url: string): Promise<string> {
  const cookies: string[] = []
  let address = `${url}/weixin/oauth?returnTo=/menu`
  while (new URL(address).pathname !== '/menu') {
    const headers = { 'user-agent': 'MicroMessenger/8.0.48', cookie: cookies.join('; ') }
    const response = await fetch(address, { redirect: 'manual', headers })
    if (address.startsWith(url))
      cookies.push(...response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? ''))
    const next = response.headers.get('location')
    if (next === null) throw new Error(`${address} returned ${response.status}, no redirect`)
    address = new URL(next, address).href
  }
  return cookies.join('; ')
}
