/** `npm run package`, until installers are set up: says so, and fails, so that nobody ships what is not there. */
console.error('The app is built into out/, but packaging is not set up yet: there is no installer to make.')
process.exitCode = 1
