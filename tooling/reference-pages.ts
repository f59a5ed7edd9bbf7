import { apiReference, referenceWords } from './api-reference.ts'
import { entryPoints, publicApi } from './public-api.ts'

/** The pages of the site below `api/`, one for each package with code, for VitePress's dynamic route. */
export const referencePages = (
  language: 'en' | 'zh',
): { params: { package: string }; content: string }[] =>
  entryPoints()
    .filter(({ name }) => name !== 'weixin-contract')
    .map(({ name, files }) => ({
      params: { package: name },
      content: apiReference(name, publicApi(files), referenceWords[language]),
    }))
