import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: folder('.'),
  base: './',
  plugins: [react()],
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
