/** What cells find beside JavaScript's own globals, `lab` and `console`. */
export const cellGlobals = (): Record<string, unknown> => ({
  setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, queueMicrotask, structuredClone,
  URL, URLSearchParams, TextEncoder, TextDecoder, AbortController, AbortSignal, Buffer, performance, fetch, process,
})
