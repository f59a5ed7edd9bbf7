import {
  type DefineSetupFnComponent,
  type EmitsOptions,
  type SetupContext,
  type SlotsType,
  defineComponent,
  h,
  mergeProps,
  onBeforeUnmount,
  onMounted,
  watch,
} from 'vue'
import { useWxConfig } from '../../config/use-wx-config.ts'
import { useWeixin } from '../../weixin.ts'
import type { OpenTagName } from './open-tag-name.ts'

/** Why a tag does not work. */
export interface OpenTagError {
  /** WeChat's text, or the message of the error of `wx.config`. */
  errMsg: string
}

/** The slots of an open tag. */
export type OpenTagSlots = SlotsType<{
  /** What is shown; it is seen outside WeChat as well. `isReady`: a tap reaches WeChat. */
  default: {
    /** Whether a tap reaches WeChat. */
    isReady: boolean
  }
}>

interface OpenTagOptions<Props, Emits> {
  /** The component's name. */
  name: string
  tag: OpenTagName
  /** The names of the props. */
  props: (keyof Props)[]
  /** WeChat's events beside `error`. */
  events: readonly (keyof Emits & string)[]
  /** The attributes that WeChat reads; undefined ones are left out. */
  attributes: (props: Props) => Record<string, string | undefined>
  /** The tag draws itself. */
  isVisible?: true
}

/** A tag that is larger than any content; its box is cut off at the content's. */
const area = '<div style="width:100vw;height:100vh"></div>'
const wrapper = 'position:relative;display:inline-block'
const over = 'position:absolute;top:0;right:0;bottom:0;left:0;overflow:hidden;z-index:1'

/**
 * Makes the component of one open tag. WeChat lets a tap through only in its own element, whose content it reads from
 * a script of the type `text/wxtag-template`. Vue drops such scripts from templates, so this makes one with `h`. The
 * content of the component stays Vue's, and the tag lies over it without being seen.
 */
export function openTag<Props extends object, Emits extends EmitsOptions>({
  name,
  tag,
  props: names,
  events,
  attributes,
  isVisible,
}: OpenTagOptions<Props, Emits>): DefineSetupFnComponent<Props, Emits, OpenTagSlots> {
  type Emit = (event: string, detail: unknown) => void
  const setup = (props: Props, context: SetupContext<Emits, OpenTagSlots>): (() => unknown) => {
    const { window } = useWeixin()
    const { isReady, error } = useWxConfig({ openTagList: [tag] })
    const emit = context.emit as Emit
    const fail = (event: Event): void => emit('error', detailOf(event))
    watch(error, (failure) => failure && emit('error', { errMsg: failure.message }))
    onMounted(() => window?.document.addEventListener('WeixinOpenTagsError', fail))
    onBeforeUnmount(() => window?.document.removeEventListener('WeixinOpenTagsError', fail))

    const listeners: Record<string, (event: Event) => void> = { onError: fail }
    for (const event of events)
      listeners[`on${event[0]?.toUpperCase()}${event.slice(1)}`] = (native) =>
        emit(event, detailOf(native))

    return () => {
      const given = attributes(props)
      const element = (more: object, content: string) =>
        // WeChat reads a tag once. Another key makes another one.
        h(tag, { key: JSON.stringify(given), ...given, ...listeners, ...more }, [
          content && h('script', { type: 'text/wxtag-template' }, content),
        ])
      if (isVisible) return isReady.value ? element(context.attrs, '') : undefined
      return h('span', mergeProps({ style: wrapper }, context.attrs), [
        context.slots.default?.({ isReady: isReady.value }),
        isReady.value ? element({ style: over }, area) : undefined,
      ])
    }
  }
  return defineComponent(setup as never, {
    name,
    inheritAttrs: false,
    props: names as never,
    emits: [...events, 'error'] as never,
  }) as unknown as DefineSetupFnComponent<Props, Emits, OpenTagSlots>
}

/** The detail of one of WeChat's events. */
const detailOf = (event: Event): unknown => ('detail' in event ? event.detail : {})
