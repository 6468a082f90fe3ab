/** What the names of villages and neighbourhoods end with. */
const endings = /(?:居民委员会|村民委员会|居委会|村委会|社区|村|居)$/u
/** As much as an address takes. */
const mostLetters = 40

/**
 * Name of a village in addresses: the pinyin of its own part, such as `xiaotang`.
 *
 * @returns empty where nothing of the name can be in an address
 */
export async function proposeSlug(name: string): Promise<string> {
  const typed = name.trim()
  const own = typed.replace(endings, '') || typed
  if (own === '') return ''
  // Loaded for this alone: its dictionary is larger than the panel.
  const { pinyin } = await import('pinyin-pro')
  return pinyin(own, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, mostLetters)
}
