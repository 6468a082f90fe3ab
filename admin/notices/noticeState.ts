import type { NoticeView } from '../../server/contract/villages/notices.ts'

export const noticeStates = ['up', 'coming', 'over'] as const
type NoticeState = (typeof noticeStates)[number]

/** Whether a notice is on the walls on a day, will be, or was. */
export function noticeState(
  { startsOn, endsOn }: Pick<NoticeView, 'startsOn' | 'endsOn'>,
  today: string,
): NoticeState {
  if (endsOn < today) return 'over'
  return startsOn > today ? 'coming' : 'up'
}
