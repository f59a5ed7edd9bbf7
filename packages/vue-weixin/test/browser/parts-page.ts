import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { type Merchant, startMerchant } from '../merchant.ts'

/** The merchant's server with the page of `parts/`, built by Vite with the SDK from npm as it is, at each of its routes. */
export async function startPartsShop(routes: readonly string[]): Promise<Merchant> {
  const merchant = await startMerchant()
  const root = fileURLToPath(new URL('./parts', import.meta.url))
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    // Vue warns in its development build where they are not defined.
    define: {
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
      write: false,
      rollupOptions: { input: [`${root}/index.html`, `${root}/hydrate.html`] },
    },
  })
  const types: Record<string, string> = { js: 'text/javascript', css: 'text/css' }
  for (const file of [built].flat().flatMap((one) => ('output' in one ? one.output : []))) {
    const body = file.type === 'chunk' ? file.code : String(file.source)
    const type = types[file.fileName.split('.').at(-1) ?? ''] ?? 'text/html'
    merchant.answers[`GET /${file.fileName}`] = { type, body }
  }
  const html = merchant.answers['GET /index.html'] ?? []
  for (const route of routes) merchant.answers[`GET ${route}`] = html
  return merchant
}
