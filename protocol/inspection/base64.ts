const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const codes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
const sixBits = new Uint8Array(256)
codes.forEach((code, i) => (sixBits[code] = i))
const pad = 61

/** Bytes as base64, megabytes in milliseconds: `btoa` wants a string of them first, which takes most of its time. */
export const toBase64 = (bytes: Uint8Array): string => {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4)
  const whole = bytes.length - (bytes.length % 3)
  let at = 0
  const write = (three: number): void => {
    text[at++] = codes[three >> 18]!
    text[at++] = codes[(three >> 12) & 63]!
    text[at++] = codes[(three >> 6) & 63]!
    text[at++] = codes[three & 63]!
  }
  for (let i = 0; i < whole; i += 3) write((bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!)
  if (whole < bytes.length) {
    write((bytes[whole]! << 16) | ((bytes[whole + 1] ?? 0) << 8))
    text.fill(pad, at - (3 - (bytes.length % 3)))
  }
  return new TextDecoder('latin1').decode(text)
}

/** The bytes of a base64 text. */
export const fromBase64 = (text: string): Uint8Array => {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let i = 0, at = 0; at < bytes.length; i += 4) {
    const three = (sixBits[text.charCodeAt(i)]! << 18) | (sixBits[text.charCodeAt(i + 1)]! << 12) | (sixBits[text.charCodeAt(i + 2)]! << 6) | sixBits[text.charCodeAt(i + 3)]!
    bytes[at++] = three >> 16
    bytes[at++] = three >> 8
    bytes[at++] = three
  }
  return bytes
}
