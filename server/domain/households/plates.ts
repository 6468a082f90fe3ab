/** Where labels lie on a sheet of A4, in mm. */
export interface SheetLayout {
  columns: number
  rows: number
  /** Size of one label. */
  width: number
  height: number
  /** From the paper's edge to the first label. */
  left: number
  top: number
  /** Between labels. */
  gapX: number
  gapY: number
}

/** A sheet of stickers for door plates (门牌码). */
export interface PlateLayout extends SheetLayout {
  id: 'large' | 'medium' | 'small'
  /** Side of the QR code, its white edge included. */
  code: number
}

/** A4. */
export const paper = { width: 210, height: 297 }

/** Layouts of usual sticker sheets; all fit A4. */
export const plateLayouts: readonly [PlateLayout, ...PlateLayout[]] = [
  {
    id: 'large',
    columns: 2,
    rows: 4,
    width: 99,
    height: 67.7,
    left: 4.5,
    top: 13.1,
    gapX: 3,
    gapY: 0,
    code: 52,
  },
  {
    id: 'medium',
    columns: 3,
    rows: 7,
    width: 63.5,
    height: 38.1,
    left: 7.2,
    top: 15.1,
    gapX: 2.55,
    gapY: 0,
    code: 32,
  },
  {
    id: 'small',
    columns: 4,
    rows: 10,
    width: 48.5,
    height: 25.4,
    left: 8,
    top: 21.5,
    gapX: 0,
    gapY: 0,
    code: 22,
  },
]

/** How many labels one sheet holds. */
export function labelsPerSheet({ columns, rows }: SheetLayout): number {
  return columns * rows
}

/** A plate's token, wherever it stands: 16 bytes in base64url. */
const token = '[A-Za-z0-9_-]{22}'
const tokenAlone = new RegExp(`^${token}$`)
const tokenInAddress = new RegExp(`^https?://[^/]+/(?:[^?#]+/)?(d)/(${token})/?(?:[?#].*)?$`, 'i')

/**
 * The token in what a scanner read: the address of a plate, on whatever host it
 * was printed for, or the token alone.
 *
 * @returns null when it is no plate's code
 */
export function tokenIn(text: string): string | null {
  const read = text.trim()
  const [, path, found] = tokenInAddress.exec(read) ?? []
  if (found === undefined) return tokenAlone.exec(read)?.[0] ?? null
  // Plates say /d/: a scanner that types /D/ types with Caps Lock on.
  return path === 'D' ? withCaseSwapped(found) : found
}

function withCaseSwapped(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  )
}

/** The address that a plate's QR code carries. */
export function plateAddress(origin: string, token: string): string {
  return `${origin.replace(/\/+$/, '')}/d/${token}`
}
