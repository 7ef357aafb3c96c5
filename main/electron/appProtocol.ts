import { protocol } from 'electron'
import type { RunService } from '../host/runs/runService.ts'
import { securityHeaders } from '../serve/contentSecurityPolicy.ts'
import { mediaOf } from '../serve/mediaPath.ts'
import { staticFile } from '../serve/staticFiles.ts'

/** To be called before the app is ready: gives app:// an origin of its own. */
export const registerAppScheme = (): void =>
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])

/** Answers app://lab/… with the built page and the pictures of runs. */
export const handleAppProtocol = (page: string, runs: Pick<RunService, 'picture'>): void =>
  protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    const headers = securityHeaders()
    if (url.host !== 'lab' || request.method !== 'GET') return new Response('There is nothing here.', { status: 404, headers })
    const media = mediaOf(url.pathname)
    const bytes = media && runs.picture(media.hash)
    const file = bytes ? { bytes, type: media!.type, immutable: true } : await staticFile(page, url.pathname)
    if (!file) return new Response('There is no such file.', { status: 404, headers })
    return new Response(new Uint8Array(file.bytes), { headers: { ...headers, 'Content-Type': file.type } })
  })
