import type { Request } from 'express'

/** Behind a door's code: with its token, or without where somebody looks for their door. */
export const doorPaths = ['/d', '/d/:token']

/**
 * Who stands at a door: a worker gets the doorstep, anybody else the passbook.
 *
 * @returns the village's slug for one of its workers; null for everybody else
 */
export type AtDoor = (request: Request) => Promise<string | null>

/** The doorstep with the village's slug, which a scanned address does not say. */
export function inVillage(html: string, village: string): string {
  return html.replace('</head>', `<meta name="village" content="${village}"></head>`)
}
