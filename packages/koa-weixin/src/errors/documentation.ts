import type { Text } from './catalogue/entry.ts'

/**
 * The address of the documentation site, with a slash at its end: `homepage` in package.json, to which a test holds it.
 * Empty until the site is published, so that an error carries the path alone and never an address that does not exist.
 */
const SITE = ''

/** A page of the site in both languages. Its file in the repository has the same path, with `.md` before the `#`. */
const address = (page: string, anchor: string): Text => ({
  en: `${SITE}docs/${page}#${anchor}`,
  zh: `${SITE}docs/zh/${page}#${anchor}`,
})

/** Where one of our own codes is explained. */
export const pageOfError = (code: string): Text => address('errors', code)

/** Where one of WeChat's codes is explained. `family` is the heading's first word, because families share codes. */
export const pageOfWeixinCode = (family: string, code: string): Text =>
  address('weixin-codes', anchorOf(`${family} ${code}`))

/** The anchor that GitHub and the site make of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')
