export function loadModule<T>(
  folder: string,
  file: string,
): Promise<{ exports: T; close: () => Promise<void> }>
