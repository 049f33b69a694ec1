import type { Configuration } from 'electron-builder'

/**
 * Who publishes sets these (all of it: resources/packaging/README.md); `.invalid` can belong to nobody (RFC 2606), so a forgotten one leads nowhere.
 */
const nobodysHome = 'https://resetlab.invalid'
const nobody = 'ResetLab <nobody@resetlab.invalid>'

export type Target = 'win' | 'mac' | 'linux'

/** What is downloaded of Electron for a target: names of Node's platforms and architectures. */
export const electronsFor: Record<Target, { platform: string; arches: readonly string[] }> = {
  win: { platform: 'win32', arches: ['x64', 'arm64'] },
  // Universal: both, glued together.
  mac: { platform: 'darwin', arches: ['x64', 'arm64'] },
  linux: { platform: 'linux', arches: ['x64', 'arm64'] },
}

/** electron-builder signs when it finds any of these (its documents on code signing). */
const signingNames = ['CSC_LINK', 'CSC_NAME', 'WIN_CSC_LINK'] as const
/** Notarising needs one of these sets whole (electron-builder's document on notarisation). */
const notarySets = [
  ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'],
  ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID'],
  ['APPLE_KEYCHAIN_PROFILE'],
] as const

const isSet = (env: NodeJS.ProcessEnv, name: string): boolean => (env[name] ?? '') !== ''
const given = (env: NodeJS.ProcessEnv, name: string): string | undefined => (isSet(env, name) ? env[name] : undefined)

/** Where packaged copies look for updates; null when this build has no feed. Throws when it is no https address. */
export function updateFeed(env: NodeJS.ProcessEnv): string | null {
  const text = env['RESETLAB_UPDATE_URL'] ?? ''
  if (text === '') return null
  const url = URL.parse(text)
  if (
    url?.protocol !== 'https:' ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new Error('RESETLAB_UPDATE_URL must be a plain https address')
  }
  return url.href
}

/** What an owner left out, a sentence each: the packages are good without, but not to be published. */
export function leftOut(env: NodeJS.ProcessEnv, targets: readonly Target[]): string[] {
  const has = (...names: string[]): boolean => names.some((name) => isSet(env, name))
  const names = ['RESETLAB_MAINTAINER', 'RESETLAB_HOMEPAGE', 'RESETLAB_APP_ID'].filter((name) => !has(name))
  const isSigned = (target: Target): boolean =>
    target === 'linux' || has(...signingNames.filter((name) => target === 'win' || name !== 'WIN_CSC_LINK'))
  const isNotarised = notarySets.some((set) => set.every((name) => isSet(env, name)))
  return [
    ...(names.length > 0 ? [`Not set: ${names.join(', ')}. The packages name nobody as their publisher.`] : []),
    ...(has('RESETLAB_UPDATE_URL') ? [] : ['Not set: RESETLAB_UPDATE_URL. The app looks for no updates.']),
    ...targets.filter((target) => !isSigned(target)).map((target) => `Not signed: the packages for ${target}.`),
    ...(targets.includes('mac') && !isNotarised ? ['Not notarised: the packages for mac.'] : []),
  ]
}

/**
 * What `npm run package` makes, and how. Signing, notarising and the update feed come from the environment alone: no
 * secret and no address stands here. With a certificate at hand an unsigned result is a failure.
 */
export function builderConfig(env: NodeJS.ProcessEnv): Configuration {
  const feed = updateFeed(env)
  return {
    appId: given(env, 'RESETLAB_APP_ID') ?? 'net.resetlab.desktop',
    productName: 'ResetLab',
    executableName: 'resetlab',
    copyright: 'MIT licence',
    extraMetadata: {
      homepage: given(env, 'RESETLAB_HOMEPAGE') ?? nobodysHome,
      author: given(env, 'RESETLAB_MAINTAINER') ?? nobody,
    },
    directories: { output: 'dist', buildResources: 'resources/packaging' },
    files: ['out/main/**', 'out/preload/**', 'out/renderer/**', 'resources/labs/**', 'package.json', 'LICENSE'],
    asar: true,
    // No module of ours is native.
    npmRebuild: false,
    // Electron’s own: a language that is not among them is no language of the app, whatever the system speaks.
    electronLanguages: ['en', 'en-US', 'en-GB', 'de'],
    forceCodeSigning: signingNames.some((name) => isSet(env, name)),
    protocols: [{ name: 'ResetLab', schemes: ['resetlab'], role: 'Viewer' }],
    fileAssociations: [
      { ext: 'resetlab', name: 'ResetLab evidence', role: 'Viewer', mimeType: 'application/vnd.resetlab.evidence+zip' },
    ],
    publish: feed === null ? null : [{ provider: 'generic', url: feed }],
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    ...windows,
    ...mac(env),
    ...linux(env),
  }
}

const windows: Configuration = {
  win: {
    icon: 'out/icons/icon.ico',
    target: [
      { target: 'nsis', arch: ['x64', 'arm64'] },
      { target: 'portable', arch: ['x64'] },
    ],
  },
  nsis: {
    artifactName: '${productName}-Setup-${version}.${ext}',
    // For one person, without an administrator, where they like; what they made stays when it is taken off.
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
  portable: { artifactName: '${productName}-Portable-${version}.${ext}', requestExecutionLevel: 'user' },
}

const mac = (env: NodeJS.ProcessEnv): Configuration => ({
  mac: {
    icon: 'out/icons/icon.icns',
    category: 'public.app-category.education',
    artifactName: '${productName}-${version}-${arch}.${ext}',
    // The disk image is for people; updates on a Mac come as a zip.
    target: [
      { target: 'dmg', arch: ['universal'] },
      { target: 'zip', arch: ['universal'] },
    ],
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/packaging/entitlements.mac.plist',
    entitlementsInherit: 'resources/packaging/entitlements.mac.plist',
    notarize: notarySets.some((names) => names.every((name) => isSet(env, name))),
  },
})

const linux = (env: NodeJS.ProcessEnv): Configuration => ({
  linux: {
    icon: 'out/icons/linux',
    category: 'Education',
    maintainer: given(env, 'RESETLAB_MAINTAINER') ?? nobody,
    synopsis: 'Practise and prove self-service password reset',
    artifactName: '${productName}-${version}-${arch}.${ext}',
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
  },
})
