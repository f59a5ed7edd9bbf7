import { create } from './app.ts'

create().mount('#app')
