import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { bundleBudget } from './scripts/bundle-budget.ts'
import { precompress } from './scripts/precompress.ts'

const proxyUrl = process.env['PROXY_URL'] ?? 'http://127.0.0.1:8788'
const ticketsUrl = process.env['TICKETS_URL'] ?? 'http://127.0.0.1:8789'

export default defineConfig({
  plugins: [react(), bundleBudget({ limitKilobytes: 250 }), precompress()],
  // The web server replaces the word with a fresh nonce in every page it sends.
  html: { cspNonce: 'ASKDESK_CSP_NONCE' },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api/ai': proxyUrl, '/v1': proxyUrl, '/api/tickets': ticketsUrl },
  },
  build: {
    chunkSizeWarningLimit: 700,
    outDir: 'dist/client',
    target: 'baseline-widely-available',
    // Small files too stay files: the content security policy allows no inlined ones but images.
    assetsInlineLimit: 0,
  },
})
