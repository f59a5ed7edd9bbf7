import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Builds a page of this folder as an app ships it: by Vite, with the SDK from npm as it is. */
export async function buildPage(
  page: string,
  mode = 'production',
): Promise<{ path: string; body: string }[]> {
  // Vite sets it for the whole process, and later builds of other files would take it over.
  const NODE_ENV = process.env['NODE_ENV']
  const built = await build({
    root: fileURLToPath(new URL(`./${page}`, import.meta.url)),
    mode,
    define: {
      'process.env.NODE_ENV': JSON.stringify(mode),
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    configFile: false,
    logLevel: 'error',
    build: { write: false },
  })
  if (NODE_ENV === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = NODE_ENV
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  return outputs.map((file) => ({
    path: `/${file.fileName}`,
    body: file.type === 'chunk' ? file.code : String(file.source),
  }))
}
