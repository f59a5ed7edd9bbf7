import { control, needed, text } from './control.ts'

/** The one of these fields that is given. */
function oneOf(given: Record<string, string | undefined>): string {
  const values = Object.values(given).filter((value) => value !== undefined)
  const [value] = values
  if (value === undefined || values.length > 1)
    throw new TypeError(`One of ${Object.keys(given).join(', ')} is needed`)
  return value
}

/** Orders, their payments and refunds. */
export const ordersControls = {
  pay: control({
    method: 'POST',
    path: '/payments',
    about:
      'The payer pays an order: out of 零钱, else with a bank card. Exactly one field names the order.',
    fields: {
      prepayId: text('The prepay_id.'),
      codeUrl: text('The code_url of a Native order.'),
      h5Url: text('The h5_url (v2: mweb_url) of an H5 order.'),
      outTradeNo: text('The out_trade_no.'),
      openid: text('The payer; default: the order’s, else the phone’s default user.'),
      coupons: { type: 'strings', about: 'The coupon_ids of coupons that the payer uses.' },
      evenIfClosed: {
        type: 'boolean',
        about: 'A payment that was under way when the merchant closed the order; default false.',
      },
    },
    run: (target, { openid, coupons, evenIfClosed, prepayId, codeUrl, h5Url, outTradeNo }) =>
      target.payer.pay(oneOf({ prepayId, codeUrl, h5Url, outTradeNo }), {
        ...(openid !== undefined && { openid }),
        ...(coupons !== undefined && { coupons }),
        ...(evenIfClosed !== undefined && { evenIfClosed }),
      }),
  }),
  orders: control({
    method: 'GET',
    path: '/orders',
    about: 'All orders, oldest first.',
    fields: {},
    run: (target) => target.orders(),
  }),
  refunds: control({
    method: 'GET',
    path: '/refunds',
    about: 'All refunds, oldest first.',
    fields: {},
    run: (target) => target.refunds(),
  }),
  refundInConsole: control({
    method: 'POST',
    path: '/console-refunds',
    about: 'A person refunds all that is left of a payment on the merchant platform.',
    fields: {
      transactionId: needed('The payment’s transaction_id.'),
      notifyUrl: needed('Where the merchant platform sends the notification.'),
    },
    run: (target, body) => target.refundInConsole(body),
  }),
  endRefund: control({
    method: 'POST',
    path: '/refunds/{outRefundNo}/end',
    about: 'Ends a refund that is PROCESSING or ABNORMAL.',
    fields: {
      outRefundNo: needed('The out_refund_no.'),
      status: {
        type: 'string',
        required: true,
        oneOf: ['SUCCESS', 'CLOSED', 'ABNORMAL'],
        about: 'How it ends.',
      },
    },
    run: async (target, { outRefundNo, status }) => {
      await target.endRefund(outRefundNo, status)
      return { outRefundNo, status }
    },
  }),
}
