import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, onTestFinished } from 'vitest'

/** A process of its own. It is killed at the end of the test. */
export interface Child {
  /**
   * Resolves with the first message that is this text or matches this pattern, also where it came before the call.
   * Rejects when the process ends without one.
   */
  received(message: string | RegExp): Promise<string>
  send(message: string): void
  /** Kills it at once (`SIGKILL`), and resolves when it has ended. */
  kill(): Promise<void>
}

const runner = fileURLToPath(new URL('run.mjs', import.meta.url))
/** Under it Node finds the packages that a bundle imports. */
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url))

/**
 * Starts processes of a script of ours, which exports `run(task)`. Node 20 runs no TypeScript, so the script is bundled
 * once, before the first test of the file.
 */
export function childScript<Task>(script: URL): (task: Task) => Child {
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(modules, '.script-'))
    await build({
      configFile: false,
      envFile: false,
      logLevel: 'error',
      ssr: { external: true },
      build: {
        ssr: fileURLToPath(script),
        outDir: folder,
        minify: false,
        rollupOptions: { output: { entryFileNames: 'script.mjs' } },
      },
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (task) => start(pathToFileURL(join(folder, 'script.mjs')).href, JSON.stringify(task))
}

function start(file: string, task: string): Child {
  const child = fork(runner, [file, task])
  const messages: string[] = []
  child.on('message', (message: string) => messages.push(message))
  const ended = once(child, 'exit')
  async function kill(): Promise<void> {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)

  return {
    kill,
    send: (message) => void child.send(message),
    received(wanted) {
      const find = (): string | undefined =>
        messages.find((one) => (typeof wanted === 'string' ? one === wanted : wanted.test(one)))
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = find()
          if (found !== undefined) resolve(found)
        }
        look()
        child.on('message', look)
        void ended.then(() => reject(new Error(`a process ended before it reported ${wanted}`)))
      })
    },
  }
}
