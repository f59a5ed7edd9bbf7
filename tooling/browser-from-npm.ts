import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('..', import.meta.url))

/** Where the unpacked browser stays (about 200 MB): the user's cache folder, or a temporary one where that can't be written. */
function cacheFolder(version: string): string {
  const name = `weixin-chromium-${version}`
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  try {
    mkdirSync(cache, { recursive: true })
    accessSync(cache, constants.W_OK)
    return join(cache, name)
  } catch {
    const uid = process.getuid?.() ?? 0
    const folder = join(tmpdir(), `${name}-${uid}`)
    if (existsSync(folder) && statSync(folder).uid !== uid)
      throw new Error(`${folder} belongs to somebody else`)
    return folder
  }
}

/** Fonts of the system, if any, and those of the package: without any font, text has no size and counts as hidden. */
const fontsConf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts/fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`

/** Unpacks the Chromium inside the npm package @sparticuz/chromium, with the few libraries that it needs, once a machine. */
export function unpackChromium(): { executablePath: string; env: Record<string, string> } {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`is for linux-x64 only, this is ${process.platform}-${process.arch}`)
  const manifest = readFileSync(
    join(repository, 'node_modules/@sparticuz/chromium/package.json'),
    'utf8',
  )
  const { version } = JSON.parse(manifest) as { version: string }
  const folder = cacheFolder(version)
  if (!existsSync(folder)) unpackInto(folder)
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  }
}

function unpackInto(folder: string): void {
  const temporary = mkdtempSync(join(dirname(folder), 'weixin-chromium-'))
  try {
    // In a process of its own: the package reads TMPDIR and AWS_LAMBDA_JS_RUNTIME (which makes it unpack its
    // libraries) while it is imported, takes what already lies in TMPDIR for finished, and changes process.env.
    const unpacking = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()",
      ],
      {
        cwd: repository,
        env: { ...process.env, TMPDIR: temporary, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
        encoding: 'utf8',
      },
    )
    if (unpacking.status !== 0) throw new Error(`could not be unpacked: ${unpacking.stderr.trim()}`)
    for (const part of ['chromium', 'al2023/lib', 'fonts/fonts'])
      if (!existsSync(join(temporary, part))) throw new Error(`unpacked without its ${part}`)
    writeFileSync(join(temporary, 'fonts.conf'), fontsConf(folder))
    renameSync(temporary, folder)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    // Another process that unpacked at the same time was faster: its folder is as good.
    if (!existsSync(join(folder, 'fonts.conf'))) throw error
  }
}
