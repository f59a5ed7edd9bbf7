/** The field that names a forgery, in the control and in the fault. */
export const forgeryField = {
  type: 'string',
  required: true,
  oneOf: ['other-key', 'no-signature', 'changed-body', 'other-serial', 'old', 'missing-timestamp'],
  about: 'What is wrong with it.',
  zh: '伪造的方式',
} as const
