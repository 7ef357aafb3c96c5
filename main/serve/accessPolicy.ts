import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret that only the printed address carries. */
export const newToken = (): string => randomBytes(24).toString('base64url')

/** Compares in a time that does not tell how much was right. */
export const sameToken = (given: string | null | undefined, token: string): boolean =>
  typeof given === 'string' && timingSafeEqual(digest(given), digest(token))

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether the Host header names this machine's loopback. A page elsewhere that makes its own name point here
 * (DNS rebinding) sends that name. The port is free: it differs behind `ssh -L`.
 */
export const isLoopbackHost = (header: string | undefined): boolean => {
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(header ?? '')?.[1]?.toLowerCase()
  return name === '127.0.0.1' || name === 'localhost' || name === '[::1]'
}

/** Whether a request with an Origin comes from the page itself; programs send none. */
export const isOwnOrigin = (origin: string | undefined, host: string | undefined): boolean =>
  origin === undefined || origin === `http://${host}` || origin === `https://${host}`

/** Cookies are shared by all ports of a host, so the port is in the name. */
export const cookieName = (port: number): string => `lab_token_${port}`

/** The value of a cookie in a Cookie header. */
export const cookieValue = (header: string | undefined, name: string): string | null => {
  for (const part of (header ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return null
}

/** Scripts cannot read it, and other sites' requests do not carry it. */
export const tokenCookie = (port: number, token: string): string => `${cookieName(port)}=${token}; HttpOnly; SameSite=Strict; Path=/`
