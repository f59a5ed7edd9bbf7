import { createServer, createServerModuleRunner } from 'vite'

/**
 * Runs a module of this repository, TypeScript included: Node 20 cannot, and the packages' `exports` are their sources.
 *
 * @param {string} folder absolute path
 * @param {string} file in the folder, such as `server.ts`
 * @returns {Promise<any>} what the module exports
 */
export async function loadModule(folder, file) {
  const loader = await createServer({
    root: folder,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  try {
    return await createServerModuleRunner(loader.environments.ssr).import(`/${file}`)
  } finally {
    await loader.close()
  }
}
