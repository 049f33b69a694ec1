/** Serves one folder: `node static-server.ts FOLDER`. What a page costs with nothing but its files behind it. */
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'

const app = new Hono()
app.use('*', serveStatic({ root: process.argv[2] ?? '' }))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.send?.({ baseUrl: `http://127.0.0.1:${String(port)}` })
})
