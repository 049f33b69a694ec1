import type { Context } from 'hono'

/** Fields of a posted form as texts; files and repeated names are of no use here. */
export async function readForm(context: Context): Promise<(name: string) => string> {
  const body = await context.req.parseBody()
  return (name) => {
    const value = body[name]
    return typeof value === 'string' ? value : ''
  }
}
