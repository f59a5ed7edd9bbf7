import { type Merchant, startMerchant } from '../merchant.ts'
import { buildPage } from './build-page.ts'

/** The merchant's server with the page of `parts/`, built by Vite with the SDK from npm as it is, at each of its routes. */
export async function startPartsShop(routes: readonly string[]): Promise<Merchant> {
  const merchant = await startMerchant()
  const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' }
  // Vue warns in its development build only.
  const files = await buildPage('parts', 'development', ['index.html', 'hydrate.html'])
  for (const { path, body } of files) {
    const type = types[path.split('.').at(-1) ?? ''] ?? 'text/html'
    merchant.answers[`GET ${path}`] = { type, body }
  }
  const html = merchant.answers['GET /index.html'] ?? []
  for (const route of routes) merchant.answers[`GET ${route}`] = html
  return merchant
}
