import { referencePages } from '../../../tooling/reference-pages.ts'

export default { paths: () => referencePages('zh') }
