/** Fen as yuan with two decimals: 2800 → ¥28.00. */
export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
