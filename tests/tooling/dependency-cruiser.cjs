/**
 * The floors of the house: who may import whom. `tests/unit/frame/floors.test.ts` plants a violation of each rule.
 * Paths count from the folder it is run in, the top of the checkout.
 */
const { resolve } = require('node:path')

const adapters = 'graph|signin|storage|report'
const error = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })

const above = (floor, ...floors) =>
  error(
    `${floor}-stands-below`,
    `${floor} may import ${floors.length === 0 ? 'itself' : `itself and ${floors.join(', ')}`}, nothing above`,
    { path: `^src-main/${floor}/` },
    { path: '^src-(main|renderer)/', pathNot: `^src-main/(${[floor, ...floors].join('|')})/` },
  )

/** Built-in modules that reach the disk, the network or other processes. */
const inputOutput = '^(fs|https?|http2|net|tls|dgram|dns|child_process|cluster|worker_threads|readline|inspector)(/|$)'

const mainProcess = [
  above('contract'),
  above('domain', 'contract'),
  above('engine', 'domain', 'contract'),
  error(
    'contract-and-domain-have-no-node',
    'both processes load the contract, and the domain is pure functions',
    { path: '^src-main/(contract|domain)/' },
    { dependencyTypes: ['core'] },
  ),
  error(
    'contract-knows-only-zod',
    'both processes load it',
    { path: '^src-main/contract/' },
    { path: 'node_modules/', pathNot: 'node_modules/zod/' },
  ),
  error('domain-has-no-packages', 'pure functions', { path: '^src-main/domain/' }, { path: 'node_modules/' }),
  error(
    'engine-has-ports',
    'disk and network come in through ports',
    { path: '^src-main/engine/' },
    { dependencyTypes: ['core'], path: inputOutput },
  ),
  error(
    'adapters-stand-below',
    'an adapter may import engine, domain and contract',
    { path: `^src-main/(${adapters})/` },
    { path: '^src-(main|renderer)/', pathNot: `^src-main/(contract|domain|engine|${adapters})/` },
  ),
  error(
    'adapters-are-strangers',
    'one adapter knows nothing of another',
    { path: `^src-main/(${adapters})/` },
    { path: `^src-main/(${adapters})/`, pathNot: '^src-main/$1/' },
  ),
  error(
    'adapters-see-ports-only',
    'of the engine, an adapter may import the ports, and types',
    { path: `^src-main/(${adapters})/` },
    { path: '^src-main/engine/', pathNot: '^src-main/engine/ports', dependencyTypesNot: ['type-only'] },
  ),
  error(
    'practice-stands-alone',
    'a client and a server that share code share mistakes',
    { path: '^src-main/practice/' },
    { path: '^src-(main|renderer)/', pathNot: '^src-main/practice/' },
  ),
  error(
    'only-host-starts-practice',
    'everybody else meets it over HTTP',
    { path: '^src-', pathNot: '^src-main/(practice|host)/' },
    { path: '^src-main/practice/' },
  ),
  error(
    'rehearse-is-outside-practice',
    'the player walks the pages over HTTP, like a person',
    { path: '^src-main/host/rehearse/' },
    { path: '^src-main/practice/' },
  ),
  error(
    'nobody-imports-main',
    'main.ts is the composition root; only the start script, an entry point itself, loads it',
    { path: '^src-', pathNot: '^src-main/host/start\\.ts$' },
    { path: '^src-main/main\\.ts$' },
  ),
]

const packages = [
  error(
    'electron-in-its-room',
    'electron is imported in host/electron only',
    { path: '^src-', pathNot: '^src-main/host/electron/' },
    { path: '(^|node_modules/)electron(-store|-updater)?(/|$)' },
  ),
  error(
    'msal-in-its-room',
    'the sign-in library is imported in signin only',
    { path: '^src-', pathNot: '^src-main/signin/' },
    { path: 'node_modules/@azure/' },
  ),
  error(
    'hono-in-its-rooms',
    'servers are the practice tenant and the browser host',
    { path: '^src-', pathNot: '^src-main/(practice|host)/' },
    { path: 'node_modules/(hono|@hono)/' },
  ),
]

/** Every folder that is no floor of its own is a screen; each wizard is one. */
const screens = '(?!(?:app|bridge|stores|components|i18n)/)(wizards/[^/]+|[^/]+)'
const renderer = [
  error(
    'renderer-knows-the-contract',
    'of src-main, the window knows the contract',
    { path: '^src-renderer/' },
    { path: '^src-main/', pathNot: '^src-main/contract/' },
  ),
  error('renderer-has-no-node', 'the window is a web page', { path: '^src-renderer/' }, { dependencyTypes: ['core'] }),
  error(
    'bridge-stands-below',
    'the bridge knows the contract alone',
    { path: '^src-renderer/bridge/' },
    { path: '^src-renderer/', pathNot: '^src-renderer/bridge/' },
  ),
  error(
    'texts-stand-below',
    'the texts of the window know the contract alone',
    { path: '^src-renderer/i18n/' },
    { path: '^src-renderer/', pathNot: '^src-renderer/i18n/' },
  ),
  error(
    'stores-stand-below',
    'stores know the bridge and the texts',
    { path: '^src-renderer/stores/' },
    { path: '^src-renderer/', pathNot: '^src-renderer/(stores|bridge|i18n)/' },
  ),
  error(
    'components-stand-below',
    'props in, emits out: no store, no bridge',
    { path: '^src-renderer/components/' },
    { path: '^src-renderer/', pathNot: '^src-renderer/(components|i18n)/' },
  ),
  error(
    'screens-are-strangers',
    'one wizard or screen knows nothing of another',
    { path: `^src-renderer/${screens}/` },
    { path: `^src-renderer/${screens}/`, pathNot: '^src-renderer/$1/' },
  ),
  error(
    'app-stands-on-top',
    'only the entry page loads the app',
    { path: '^src-renderer/', pathNot: '^src-renderer/app/' },
    { path: '^src-renderer/app/' },
  ),
]

module.exports = {
  forbidden: [
    error('no-circles', 'two files that need each other are one file', {}, { circular: true }),
    error(
      'nothing-unknown',
      'what cannot be found cannot be judged',
      { path: '^src-' },
      // The second is a package of types alone: there is no module in it to be found.
      { couldNotResolve: true, pathNot: '^(virtual:|#)|\\?|^@microsoft/microsoft-graph-types$' },
    ),
    ...mainProcess,
    ...packages,
    ...renderer,
  ],
  options: {
    tsPreCompilationDeps: true,
    // The one that knows every world. Absolute, or a nested `extends` is looked up in the wrong folder.
    tsConfig: { fileName: resolve('tests/tsconfig.json') },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.vue', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}
