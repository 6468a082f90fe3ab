/** Photos as evidence (凭据照片): how many, how much room, and how long they are kept. */
export interface PhotoSettings {
  /** Room for all photos of the village, MB of 1024 × 1024 bytes. */
  megabytes: number
  /** Kept this long after they were taken in; null keeps them indefinitely. */
  months: number | null
}

/** Bounds of the room and the time that a village can set. */
export const photoBounds = { megabytes: { min: 10, max: 100_000 }, months: { min: 1, max: 120 } } as const

/** What the photo of a household that the desk compares is evidence of, in place of the id of a score or visit. */
export const portraitSubject = 'portrait'

/** One score, visit or restore shows at most so many. */
export const mostPhotos = 4
