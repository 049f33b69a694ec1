import type { SignInTarget } from './sign-in-flow.ts'

/** Names the sign-in log shows for applications, as Microsoft's own log names them. */
const known: Record<string, string> = {
  '14d82eec-204b-4c2f-b7e8-296a70dab67e': 'Microsoft Graph Command Line Tools',
}

const pages: { prefix: string; appId: string; appDisplayName: string }[] = [
  { prefix: '/portal', appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c', appDisplayName: 'Azure Portal' },
  { prefix: '/security-info', appId: '19db86c3-b2b9-44cc-b339-36da233a3be2', appDisplayName: 'My Signins' },
]

const account = { appId: '8c59ead7-d703-4a27-9e55-c96a0054c8d2', appDisplayName: 'My Profile' }

export function applicationOf(target: SignInTarget): { appId: string; appDisplayName: string } {
  if (target.kind === 'page') return pages.find(({ prefix }) => target.path.startsWith(prefix)) ?? account
  const { clientId } = target.request
  return { appId: clientId, appDisplayName: known[clientId] ?? 'ResetLab' }
}
