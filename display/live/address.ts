/** What this page's address asks for. */

import { pathHere } from '../../server/domain/page/here.ts'

export interface WallAddress {
  /** Slug of the village; null where the address names none. */
  village: string | null
  /** Show this scene alone. */
  scene: string | null
  /** Stay on this page. */
  page: number | undefined
  /** Name of this screen. */
  screen: string | null
  /** Show what the screen of this name shows: the panel's preview. */
  preview: string | null
  theme: string | null
  /** Show the example board, in development. */
  example: boolean
  /** No motion. */
  calm: boolean
}

/** Reads the page's own address. */
export function readAddress({ pathname, search }: { pathname: string; search: string }): WallAddress {
  const query = new URLSearchParams(search)
  const page = Number(query.get('page'))
  return {
    village: /^\/display\/([a-z0-9-]+)\/?$/.exec(pathHere({ pathname }))?.[1] ?? null,
    scene: query.get('scene'),
    page: Number.isInteger(page) && page > 0 ? page : undefined,
    screen: query.get('screen'),
    preview: query.get('preview'),
    theme: query.get('theme'),
    example: query.has('example'),
    calm: query.has('calm') && query.get('calm') !== '0',
  }
}
