import { defineConfig } from 'drizzle-kit'

// `drizzle-kit generate --name what-changed` writes the next migration from the schema.
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema.ts',
  out: './src/db/migrations',
})
