import { createServer, createServerModuleRunner } from 'vite'

/**
 * Runs a module of this repository, TypeScript included: Node 20 cannot, and the packages' `exports` are their sources.
 *
 * @param {string} folder absolute path
 * @param {string} file in the folder, such as `server.ts`
 * @returns {Promise<{ exports: any, close: () => Promise<void> }>} `close` ends the loader, after the last `import()`
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
    const exports = await createServerModuleRunner(loader.environments.ssr).import(`/${file}`)
    return { exports, close: () => loader.close() }
  } catch (error) {
    await loader.close()
    throw error
  }
}
