/** `11-24 16:30`, the time of an entry where the village is. */
export function recordedAt(at: string, timezone: string): string {
  const options = { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat('sv-SE', options).format(new Date(at)).slice(5)
}
