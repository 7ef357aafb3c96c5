/** The two channels between page and host. */
export const requestChannel = 'lab:request'
export const eventChannel = 'lab:event'

/** What a request comes back as: Electron would put words of its own around a thrown error. */
export type Reply = { ok: true; output: unknown } | { ok: false; error: string }
