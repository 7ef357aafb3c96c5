import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** What the page may load. `unsafe-inline` is for styles only: Monaco and Plotly set them at run time. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws://127.0.0.1:* ws://localhost:*",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Only in the built page: Vite's development server needs inline scripts. */
const strictPolicy: Plugin = {
  name: 'strict-policy',
  apply: 'build',
  transformIndexHtml: () => [{ tag: 'meta', injectTo: 'head-prepend', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy } }],
}

export default defineConfig({
  root: folder('.'),
  base: './',
  plugins: [react(), strictPolicy],
  worker: { format: 'es' },
  build: {
    outDir: folder('../out/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    // Monaco, its TypeScript service and Plotly are one lazy chunk each and cannot be smaller.
    chunkSizeWarningLimit: 8000,
    reportCompressedSize: false,
  },
})
