export function loadModule<T>(folder: string, file: string): Promise<T>
