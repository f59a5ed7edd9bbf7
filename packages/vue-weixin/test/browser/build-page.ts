import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** Builds the pages of a folder beside this file as an app ships them: by Vite, with the SDK from npm as it is. */
export async function buildPage(
  folder: string,
  mode = 'production',
  pages: readonly string[] = ['index.html'],
): Promise<{ path: string; body: string }[]> {
  // Vite sets it for the whole process, and later builds of other files would take it over.
  const NODE_ENV = process.env['NODE_ENV']
  const root = fileURLToPath(new URL(`./${folder}`, import.meta.url))
  const built = await build({
    root,
    mode,
    define: {
      'process.env.NODE_ENV': JSON.stringify(mode),
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    configFile: false,
    logLevel: 'error',
    build: { write: false, rollupOptions: { input: pages.map((page) => `${root}/${page}`) } },
  })
  if (NODE_ENV === undefined) delete process.env['NODE_ENV']
  else process.env['NODE_ENV'] = NODE_ENV
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  return outputs.map((file) => ({
    path: `/${file.fileName}`,
    body: file.type === 'chunk' ? file.code : String(file.source),
  }))
}
