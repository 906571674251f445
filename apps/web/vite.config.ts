import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { bundleBudget } from './scripts/bundle-budget.ts'
import { oddFolder } from './scripts/odd-folder.ts'
import { precompress } from './scripts/precompress.ts'

const proxyUrl = process.env['PROXY_URL'] ?? 'http://127.0.0.1:8788'
const ticketsUrl = process.env['TICKETS_URL'] ?? 'http://127.0.0.1:8789'

/** Stands for a fresh one in each page: the web server replaces the word in what it sends. */
const nonce = 'ASKDESK_CSP_NONCE'

const highlightWorker = fileURLToPath(
  new URL('src/shared/markdown/highlight/highlight-worker.ts', import.meta.url),
)

/** As in production (server/security-headers.ts), and what the dev server adds: inline scripts with the nonce. */
const developmentPolicy = [
  "default-src 'none'",
  `script-src 'self' 'nonce-${nonce}'`,
  `style-src 'self' 'nonce-${nonce}'`,
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export default defineConfig({
  plugins: [react(), bundleBudget({ limitKilobytes: 250 }), precompress()],
  html: { cspNonce: nonce },
  worker: { plugins: () => [oddFolder(highlightWorker)] },
  server: {
    port: 5173,
    strictPort: true,
    headers: { 'content-security-policy': developmentPolicy },
    // As objects: a plain address would change Host, and the proxy compares it with the page's origin.
    proxy: {
      '/api/ai': { target: proxyUrl },
      '/v1': { target: proxyUrl },
      '/api/tickets': { target: ticketsUrl },
    },
  },
  build: {
    chunkSizeWarningLimit: 700,
    outDir: 'dist/client',
    target: 'baseline-widely-available',
    // Small files too stay files: the content security policy allows no inlined ones but images.
    assetsInlineLimit: 0,
  },
})
