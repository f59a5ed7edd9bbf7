import { shallowReadonly, shallowRef, watchEffect, type ShallowRef } from 'vue'
import { isSimulated } from './simulated.ts'

const title = shallowRef('山前茶铺')

/** The title of the present page, without the mark of the simulator. */
export const pageTitle: Readonly<ShallowRef<string>> = shallowReadonly(title)

/** Sets the title of the document, which WeChat shows in its bar. */
export function setTitle(text: string): void {
  title.value = text
  document.title = `${isSimulated ? '〔模拟〕' : ''}${text}`
}

/** Sets the title again whenever what `text` reads changes. Null leaves the title of the route. */
export function useTitle(text: () => string | null): void {
  watchEffect(() => {
    const now = text()
    if (now !== null) setTitle(now)
  })
}
