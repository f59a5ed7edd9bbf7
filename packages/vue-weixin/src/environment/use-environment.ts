import {
  type ShallowRef,
  getCurrentInstance,
  onMounted,
  onScopeDispose,
  shallowReadonly,
  shallowRef,
} from 'vue'
import { useWeixin } from '../weixin.ts'
import { type Environment, environmentOf } from './environment.ts'

/**
 * The environment of this page. It is `server` while the page is rendered there and while it is hydrated, so that both
 * renders match, and changes once at most after that: when WeChat's bridge comes and names a mini program.
 * @throws {Error} outside `setup()`, or without `app.use(createWeixin())`
 * @example
 * const environment = useEnvironment()
 * // <p v-if="environment === 'desktop-browser'">请用微信扫码</p>
 */
export function useEnvironment(): Readonly<ShallowRef<Environment>> {
  const { window } = useWeixin()
  // Vue sets the element before `setup()` runs only when it hydrates.
  const isHydrating = Boolean(getCurrentInstance()?.vnode.el)
  const environment = shallowRef(isHydrating ? 'server' : environmentOf(window))
  const detect = (): void => void (environment.value = environmentOf(window))
  if (isHydrating) onMounted(detect)
  if (window) {
    window.document.addEventListener('WeixinJSBridgeReady', detect)
    onScopeDispose(() => window.document.removeEventListener('WeixinJSBridgeReady', detect), true)
  }
  return shallowReadonly(environment)
}
