/** `npm run bench`: runs every `*.bench.ts` beside this file, or the one named on the command line. */
import { readdirSync } from 'node:fs'

const benchmarks = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
const [asked] = process.argv.slice(2)
const chosen = asked === undefined ? benchmarks : benchmarks.filter((name) => name === asked)

console.log(benchmarks.length === 0 ? 'There are no benchmarks yet.' : `Benchmarks: ${benchmarks.join(', ')}`)
if (asked !== undefined && chosen.length === 0) process.exitCode = 1
for (const name of chosen) await import(`./${name}.bench.ts`)
