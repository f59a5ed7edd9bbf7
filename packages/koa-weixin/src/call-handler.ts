/**
 * Calls a handler of the app whose result nobody waits for (`onAlert`, `onCall`, `defer`, the logger). What it throws,
 * or the rejection of the promise that it returns, goes to `onFailure`: it neither reaches the caller, nor becomes an
 * unhandled rejection, which would end the process.
 */
export function callHandler(
  handler: () => unknown,
  onFailure: (thrown: unknown) => void = () => {},
): void {
  try {
    const result = handler()
    if (isThenable(result)) result.then(undefined, onFailure)
  } catch (thrown) {
    onFailure(thrown)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
