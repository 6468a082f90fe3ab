/** A real Chromium for tests: one that is installed, else the one in the development dependencies. */
import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const installed = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Keeps the browser from calling home. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/** The browser's program, and what it is started with. */
export async function browserCommand(): Promise<{ path: string; settings: string[] }> {
  const found = installed.find((path) => path !== undefined && existsSync(path))
  return { path: found ?? (await sparticuz.executablePath()), settings: quiet }
}

/** Launches a headless browser. */
export async function launch(extra: string[] = []): Promise<Browser> {
  const { path, settings } = await browserCommand()
  return chromium.launch({ executablePath: path, args: [...settings, ...extra] })
}
