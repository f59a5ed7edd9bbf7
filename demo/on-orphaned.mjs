import { readFileSync } from 'node:fs'

/**
 * Calls back once when one of the package managers that started us is gone: one that is killed alone leaves its
 * children behind. Linux shows the whole chain (npm, npx, pnpm and their shells), elsewhere it is the parent alone.
 * @param {() => void} callback
 */
export function onOrphaned(callback) {
  const chain = [process.pid, process.ppid]
  for (let pid = process.ppid; isPackageManager(pid); pid = parentOf(pid)) chain.push(parentOf(pid))
  // Whoever started the first of them, a terminal for example, may well be gone.
  const links = chain.slice(0, -1).map((pid, index) => ({ pid, parent: chain[index + 1] }))
  if (links.length > 1) links.pop()
  const timer = setInterval(() => {
    if (links.every(({ pid, parent }) => parentOf(pid) === parent)) return
    clearInterval(timer)
    callback()
  }, 500)
  timer.unref()
}

/** @param {number} pid */
function isPackageManager(pid) {
  try {
    return /\bp?npm\b|start\.mjs/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
  } catch {
    return false
  }
}

/** 0 when it is gone. @param {number} pid */
function parentOf(pid) {
  if (pid === process.pid) return process.ppid
  try {
    // After the name, which is in parentheses: state, then the parent.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}
