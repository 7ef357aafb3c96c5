/**
 * What the page may load, for both shells. Plotly and Monaco set styles at run time, hence `unsafe-inline` for styles
 * and nothing else; Monaco's workers come from the page's own files.
 * @param connect where requests and sockets may go besides the page's own origin
 */
export const contentSecurityPolicy = (connect: readonly string[] = []): string => [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "font-src 'self' data:",
  `connect-src ${["'self'", ...connect].join(' ')}`,
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers that go with every answer. */
export const securityHeaders = (connect?: readonly string[]): Record<string, string> => ({
  'Content-Security-Policy': contentSecurityPolicy(connect),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
})
