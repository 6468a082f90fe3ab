import { pinyin } from 'pinyin-pro'

/**
 * The initials of a text's pinyin, lower case, for search: 袁龙英 → yly.
 * Letters and digits stay as they are; signs fall away.
 *
 * @param of a person's name (where surnames have readings of their own: 单 → s) or any text
 */
export function initialsOf(text: string, of: 'name' | 'text'): string {
  return pinyin(text, {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    surname: of === 'name' ? 'head' : 'off',
    nonZh: 'consecutive',
  })
    .join('')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}
