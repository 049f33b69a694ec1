import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Context } from 'hono'
import { z } from 'zod'

const Socket = z.object({ destroy: z.function() })
const NodeEnvironment = z.object({ incoming: z.object({ socket: Socket }) })

/** Cuts the connection, so that whoever asked gets no answer at all. */
export function hangUp(context: Context): Response {
  const env = NodeEnvironment.safeParse(context.env)
  if (!env.success) return new Response(null, { status: 503 })
  const { incoming } = context.env as { incoming: { socket: { destroy(): void } } } // just read; zod would wrap the method
  incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
