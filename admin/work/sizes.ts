/** A size for people: 820 KB, 12.4 MB, 3.1 GB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value.toFixed(unit < 2 || value >= 100 ? 0 : 1)} ${units[unit] ?? ''}`
}
