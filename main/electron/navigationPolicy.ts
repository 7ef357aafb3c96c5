/** The page's own origin. A name of its own, rather than file://, lets the content policy speak of 'self'. */
export const appOrigin = 'app://lab'
export const appPage = `${appOrigin}/index.html`

/** Whether an address is the app's own page; any query or fragment will do. */
export const isAppPage = (address: string): boolean => {
  const url = URL.parse(address)
  return url !== null && url.protocol === 'app:' && url.host === 'lab' && (url.pathname === '/index.html' || url.pathname === '/')
}

/** Whether an address may be handed to the system's browser: web pages only, never files, programs or scripts. */
export const mayOpenOutside = (address: string): boolean => {
  const url = URL.parse(address)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === ''
}

/** Whether a message comes from the app's page itself: its top frame, still on its own address. */
export const isTrustedSender = (frame: { url: string; parent: unknown } | null): boolean =>
  frame !== null && frame.parent === null && isAppPage(frame.url)
