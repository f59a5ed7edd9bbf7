import { createPage } from './hydrated-page.ts'

createPage().mount('#app')
