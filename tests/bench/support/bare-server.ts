/** A server of the same framework that answers a constant: what a request costs before anything is done for it. */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()
app.all('*', (context) => context.json({ value: 'constant' }))
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
  process.send?.({ baseUrl: `http://127.0.0.1:${String(port)}` })
})
