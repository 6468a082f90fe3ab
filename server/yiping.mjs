#!/usr/bin/env node
// The command `yiping`: runs the TypeScript sources as they are.
import { register } from 'tsx/esm/api'

register()
const serving = process.argv[2] === 'serve' && !process.argv.includes('--help')
await import(serving ? './main.ts' : './cli.ts')
