import './app/mantine.css'
import './app/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app/App.tsx'
import { publishNonce } from './app/nonce.ts'

// zod would compile its parsers with `new Function`, which the content security policy forbids.
z.config({ jitless: true })
publishNonce()

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root"')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
