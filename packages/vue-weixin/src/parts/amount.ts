import type { Fen } from 'weixin-contract'
import { type VNode, h } from 'vue'
import type { Texts } from './texts.ts'

/** Fen as yuan with two decimals: 2800 is `28.00`. */
export const yuan = (fen: Fen): string => (fen / 100).toFixed(2)

/** A sum, which a screen reader reads as a number of yuan. */
export const amount = (fen: Fen, texts: Texts): VNode =>
  h('p', { class: 'weixin-amount', role: 'img', 'aria-label': texts.yuan(yuan(fen)) }, [
    h('span', { class: 'weixin-amount-sign', 'aria-hidden': 'true' }, '¥'),
    h('span', { 'aria-hidden': 'true' }, yuan(fen)),
  ])
