import type { Words } from '../words.ts'

/** A button that makes something go wrong. */
export interface FaultButton {
  /** Its name in the simulator's table of faults. */
  name: string
  /** What the table wants to know. */
  body?: object
  label: Words
}

export interface FaultGroup {
  /** Who misbehaves. */
  title: Words
  buttons: readonly FaultButton[]
}

/** The faults that a person tries first; the command line and HTTP have all of them. */
export const FAULT_GROUPS: readonly FaultGroup[] = [
  {
    title: { en: 'Notification', zh: '通知' },
    buttons: [
      { name: 'notification-lost', label: { en: 'Lose', zh: '丢失' } },
      { name: 'notification-late', label: { en: 'Delay', zh: '延迟' } },
      { name: 'notification-doubled', label: { en: 'Double', zh: '重复' } },
      {
        name: 'notification-forged',
        body: { forgery: 'other-key' },
        label: { en: 'Forge', zh: '伪造' },
      },
      { name: 'signature-probe', label: { en: 'Probe', zh: '签名探测' } },
    ],
  },
  {
    title: { en: 'WeChat', zh: '微信' },
    buttons: [
      { name: 'pay-slow', label: { en: 'Slow', zh: '变慢' } },
      { name: 'pay-failing', label: { en: 'Error 500', zh: '500 错误' } },
      { name: 'key-rotated', label: { en: 'Rotate key', zh: '换密钥' } },
      { name: 'token-replaced', label: { en: 'Kick token', zh: '踢掉 token' } },
      { name: 'ticket-replaced', label: { en: 'New ticket', zh: '更换 ticket' } },
    ],
  },
  {
    title: { en: 'User', zh: '用户' },
    buttons: [
      { name: 'user-cancels', label: { en: 'Cancel', zh: '取消' } },
      { name: 'payment-fails', label: { en: 'Fail', zh: '付款失败' } },
      { name: 'payer-without-money', label: { en: 'No balance', zh: '零钱为 0' } },
      { name: 'answer-lost', label: { en: 'Lose answer', zh: '丢失回调' } },
    ],
  },
]
