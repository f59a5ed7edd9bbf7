import { ref, watchEffect } from 'vue'

/** A text in both languages of the dashboard. */
export interface Words {
  en: string
  zh: string
}

export type Language = keyof Words

const KEY = 'weixin-simulator-language'

const first = (): Language => {
  const stored = localStorage.getItem(KEY)
  if (stored === 'en' || stored === 'zh') return stored
  return navigator.language.startsWith('zh') ? 'zh' : 'en'
}

/** The language of the dashboard. The simulated screens of WeChat stay Chinese. */
export const language = ref<Language>(first())

watchEffect(() => {
  localStorage.setItem(KEY, language.value)
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
})

/** Picks the text of the present language. */
export const inLanguage = (words: Words): string => words[language.value]

/** The same, with both texts in position: `t('Reload', '刷新')`. */
export const t = (en: string, zh: string): string => (language.value === 'zh' ? zh : en)
