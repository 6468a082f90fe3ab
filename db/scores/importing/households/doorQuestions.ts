/** Asks about doors that a list and the village have otherwise, and says what the answers do. */
import type { ChoiceCode, QuestionCode } from '../../../../server/domain/workbook/questions/codes.ts'
import {
  type Answers,
  mostExamples,
  type Question,
  type QuestionExample,
} from '../../../../server/domain/workbook/questions/questions.ts'
import { questionId } from '../questionId.ts'
import type {
  DoorComparison,
  DoorExchange,
  ListedDoor,
  OtherHead,
  RenumberedDoor,
} from './renumberedDoors.ts'

/** Above these, one question is about all of a kind. */
const mostQuestions = 10
/** From these on, a list most of whose heads are at other doors seems to have slipped. */
const fewestSlipped = 5

/** Rows of the list that one answer is about. */
interface DoorGroup {
  moves: readonly RenumberedDoor[]
  heads: readonly OtherHead[]
}

interface AskedGroup {
  group: DoorGroup
  question: Question
}

/** What becomes of the doors that are asked about. */
export interface DoorDecisions {
  /** Households that get another door, or have got it where `isDone`. */
  moved: RenumberedDoor[]
  /** Households that get another head. */
  renamed: ListedDoor[]
  /** Doors that get a new household although another one had them. */
  fresh: ReadonlySet<string>
  /** Doors whose household is the village's: lines that name another head stay out. */
  asKnown: ReadonlySet<string>
  /** Doors that stay out with their lines. */
  leftOut: ReadonlySet<string>
  /** All doors that are asked about. */
  asked: ReadonlySet<string>
  /** The village has its new doors and heads. */
  isDone: boolean
}

export function doorQuestions(found: DoorComparison): Question[] {
  return askedGroups(found).map(({ question }) => question)
}

/** @returns what the answers so far say; doors without one are in `asked` alone */
export function decideDoors(found: DoorComparison, answers: Answers): DoorDecisions {
  const decided = {
    moved: [] as RenumberedDoor[],
    renamed: [] as ListedDoor[],
    fresh: new Set<string>(),
    asKnown: new Set<string>(),
    leftOut: new Set<string>(),
    asked: new Set<string>(),
    isDone: false,
  }
  const { heads } = found
  const occupied = new Set([...heads, ...found.exchanges.flatMap(({ arrivals }) => arrivals)].map(doorOf))
  const left = new Set(found.exchanges.flatMap(({ moves }) => moves.map(({ former }) => former)))
  const isKnown = ({ door }: ListedDoor) => occupied.has(door) || left.has(door)
  for (const { group, question } of askedGroups(found)) {
    const rows = [...group.moves, ...group.heads]
    for (const { door } of rows) decided.asked.add(door)
    const answer = answers[question.id]
    if (!question.choices.some(({ value }) => value === answer)) continue
    if (answer === 'moved') {
      decided.moved.push(...group.moves)
      for (const { door } of group.heads) decided.fresh.add(door)
    }
    if (answer === 'new') for (const { door } of rows) decided.fresh.add(door)
    if (answer === 'renamed')
      for (const one of rows) {
        if (isKnown(one)) decided.renamed.push(one)
        else decided.fresh.add(one.door)
      }
    if (answer === 'by-known-doors')
      for (const one of rows) (isKnown(one) ? decided.asKnown : decided.leftOut).add(one.door)
    if (answer === 'leave-doors') for (const { door } of rows) decided.leftOut.add(door)
  }
  return decided
}

const doorOf = ({ door }: ListedDoor) => door

function askedGroups({ exchanges, heads, namesakes, known }: DoorComparison): AskedGroup[] {
  const isSimple = ({ moves, arrivals }: DoorExchange) => moves.length === 1 && arrivals.length === 0
  const moves = (all: readonly DoorExchange[]): DoorGroup[] =>
    all.map(({ moves, arrivals }) => ({ moves, heads: arrivals }))
  const each = (all: readonly OtherHead[]): DoorGroup[] => all.map((one) => ({ moves: [], heads: [one] }))
  const simple = moves(exchanges.filter(isSimple))
  const linked = moves(exchanges.filter((one) => !isSimple(one)))
  const otherwise = linked.reduce((sum, group) => sum + sizeOf(group), heads.length)
  const isSlipped = otherwise >= fewestSlipped && otherwise * 2 > known
  const asking = askingAbout(known)
  const open = heads.filter(({ isMerged }) => !isMerged)
  return [
    ...(simple.length > mostQuestions
      ? asking('doors-renumbered', [joined(simple)])
      : asking('door-renumbered', simple)),
    ...(isSlipped && linked.length > 0
      ? asking('doors-slipped', [joined(linked)])
      : asking('doors-changed', few(linked))),
    ...asking('door-namesake', few(namesakes.map((one) => ({ moves: [one], heads: [] })))),
    ...asking('head-changed', few(each(open.filter(({ elsewhere }) => elsewhere === null)))),
    ...asking('head-elsewhere', few(each(open.filter(({ elsewhere }) => elsewhere !== null)))),
    // Whose household was merged has no head of its own.
    ...asking('head-changed', few(each(heads.filter(({ isMerged }) => isMerged))), knownOrNone),
  ]
}

const sizeOf = ({ moves, heads }: DoorGroup) => moves.length + heads.length

const joined = (groups: readonly DoorGroup[]): DoorGroup => ({
  moves: groups.flatMap(({ moves }) => moves),
  heads: groups.flatMap(({ heads }) => heads),
})

const few = (groups: DoorGroup[]): DoorGroup[] => (groups.length > mostQuestions ? [joined(groups)] : groups)

type Offered = readonly (readonly [value: string, code: ChoiceCode])[]

const movedOrNew: Offered = [
  ['moved', 'moved'],
  ['new', 'new'],
]
const knownOrNone: Offered = [
  ['by-known-doors', 'by-known-doors'],
  ['leave-doors', 'leave-doors'],
]
const otherHead: Offered = [['renamed', 'renamed'], ...knownOrNone]
const exchanged: Offered = [['moved', 'doors-moved'], ...otherHead]

/** The values of each kind's choices, with the codes of their words. */
const choicesOf = {
  'door-renumbered': movedOrNew,
  'doors-renumbered': movedOrNew,
  'doors-changed': exchanged,
  'doors-slipped': exchanged,
  'door-namesake': [
    ['new', 'new'],
    ['leave-doors', 'leave-doors'],
  ],
  'head-changed': otherHead,
  'head-elsewhere': otherHead,
} as const satisfies Partial<Record<QuestionCode, Offered>>

function askingAbout(known: number) {
  return (
    code: keyof typeof choicesOf,
    groups: readonly DoorGroup[],
    offered: Offered = choicesOf[code],
  ): AskedGroup[] =>
    groups.flatMap((group): AskedGroup[] => {
      const rows = [...group.moves.map(moveExample), ...group.heads.map(headExample)]
      const [first] = rows
      const [{ head = '', former = '' } = {}] = group.moves
      const [{ elsewhere = null, known: before = '' } = {}] = group.heads
      if (!first) return []
      const { sheet, row, door } = first
      const names = { former: elsewhere ?? former, door, head: first.head || head, before }
      const question: Question = {
        id: questionId(
          code,
          [...group.moves, ...group.heads].map((one) => [one.door, one.head, ...keyOf(one)]),
        ),
        ...{ code, sheet, row, preset: null, examples: rows.slice(0, mostExamples) },
        params: { ...names, count: rows.length, of: known },
        choices: offered.map(([value, code]) => ({ value, code })),
      }
      return [{ group, question }]
    })
}

const keyOf = (one: RenumberedDoor | OtherHead) =>
  'former' in one ? [one.former] : [one.known, one.elsewhere]

const moveExample = ({ sheet, row, door, head, former }: RenumberedDoor): QuestionExample => ({
  ...{ sheet, row, door, head, what: '', before: former, after: door },
})

const headExample = ({ sheet, row, door, head, known }: OtherHead): QuestionExample => ({
  ...{ sheet, row, door, head, what: '', before: known, after: head },
})
