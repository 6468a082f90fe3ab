/** Addresses and names of the page that runs; for scripts of pages alone, not for service workers. */
import { addressUnder, pathWithin, publicPathOf, storageName } from '../addresses/publicPath.ts'

/** The path under which this page reaches its server, with a slash at both ends. */
export const publicPath = publicPathOf(import.meta.url)

/** An address of the server (`/api/…`) as this page reaches it; every such address goes through here. */
export const here = (address: string): string => addressUnder(publicPath, address)

/** The page's own path as the server names it. */
export const pathHere = ({ pathname }: Pick<Location, 'pathname'>): string => pathWithin(publicPath, pathname)

/** A name in this browser's storage. */
export const nameHere = (name: string): string => storageName(publicPath, name)
