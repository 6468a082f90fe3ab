/** What this page's address asks for. */

export interface WallAddress {
  /** Slug of the village; null where the address names none. */
  village: string | null
  /** Show this scene alone. */
  scene: string | null
  /** Stay on this page. */
  page: number | undefined
  screen: string | null
  theme: string | null
  /** No motion. */
  calm: boolean
}

/** Reads the page's own address. */
export function readAddress({ pathname, search }: { pathname: string; search: string }): WallAddress {
  const query = new URLSearchParams(search)
  const page = Number(query.get('page'))
  return {
    village: /^\/display\/([a-z0-9-]+)\/?$/.exec(pathname)?.[1] ?? null,
    scene: query.get('scene'),
    page: Number.isInteger(page) && page > 0 ? page : undefined,
    screen: query.get('screen'),
    theme: query.get('theme'),
    calm: query.has('calm') && query.get('calm') !== '0',
  }
}

/** Name of the build that this page is; empty in development. */
export function pageBuild(): string {
  return document.querySelector('meta[name=build]')?.getAttribute('content') ?? ''
}
