/**
 * Every call of the HTTP API, once: the server registers its routes from this
 * table, the panel calls through it, and OpenAPI is generated from it. Who may
 * call stands here too, so that no handler can forget to ask.
 */
import { z } from 'zod'
import { type Power } from '../domain/powers.ts'
import { board } from './board.ts'
import { claimPage, claimPass, claimQuery, claimsPassed, claimStop, claimView } from './claims.ts'
import { clientId, door, slug } from './common.ts'
import {
  householdPage,
  householdPatch,
  householdQuery,
  householdView,
  newHousehold,
  passbookView,
} from './households.ts'
import { importConfirm, importView } from './imports.ts'
import {
  newPostings,
  newReversal,
  postingPage,
  postingQuery,
  postingsAnswer,
  postingView,
} from './postings.ts'
import { newNotice, noticeView, pictureView } from './notices.ts'
import {
  newObjection,
  newPublication,
  objectionAnswer,
  objectionView,
  publicationList,
  publicationSheet,
  publicationView,
} from './publicity.ts'
import { newRule, rulePatch, ruleView, ruleVersionView, rulebookSource, rulebookTaken } from './rules.ts'
import { passwordChange, sessionState, sessionView, setupRequest, signInRequest } from './session.ts'
import { auditPage, auditQuery, newPerson, personPatch, personView } from './people.ts'
import { screenList, screenOrder, screenPatch, screenView } from './screens.ts'
import { newVillage, verifyReport, villageEntry, villagePatch, villageView } from './villages.ts'

/** `public`: no session; `session`: any member of staff; else a power, held in the village of the path. */
export type Access = 'public' | 'session' | Power

/** Files that travel as they are, and their media types; a picture may come in any that is usual. */
export const fileTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  picture: 'image/webp',
} as const
export type FileKind = keyof typeof fileTypes

export function isFileKind(body: unknown): body is FileKind {
  return typeof body === 'string' && body in fileTypes
}

export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** Express form; parameters are parsed by `params`. */
  path: string
  summary: string
  access: Access
  params?: z.ZodObject
  query?: z.ZodObject
  /** JSON body, or a file sent as it is. */
  body?: z.ZodType | FileKind
  /** JSON answer, or a file. */
  answer: z.ZodType | FileKind | 'nothing'
}

const village = { v: slug }
export const operations = {
  setup: {
    method: 'post',
    path: '/api/setup',
    summary: 'Create the first administrator with the one-time code, and sign in',
    access: 'public',
    body: setupRequest,
    answer: sessionView,
  },
  signIn: {
    method: 'post',
    path: '/api/session',
    summary: 'Sign in; the session is kept in a cookie',
    access: 'public',
    body: signInRequest,
    answer: sessionView,
  },
  readSession: {
    method: 'get',
    path: '/api/session',
    summary: 'Who is signed in, and whether the server still waits for its first administrator',
    access: 'public',
    answer: sessionState,
  },
  signOut: {
    method: 'delete',
    path: '/api/session',
    summary: 'Sign out',
    access: 'session',
    answer: 'nothing',
  },
  changePassword: {
    method: 'post',
    path: '/api/session/password',
    summary: 'Change the own password; all other sessions end',
    access: 'session',
    body: passwordChange,
    answer: 'nothing',
  },
  listVillages: {
    method: 'get',
    path: '/api/villages',
    summary: 'All villages of this server, for the chooser',
    access: 'public',
    answer: z.object({ items: z.array(villageEntry) }),
  },
  createVillage: {
    method: 'post',
    path: '/api/villages',
    summary: 'Create a village with its five dimensions and an active season',
    access: 'administer',
    body: newVillage,
    answer: villageView,
  },
  readVillage: {
    method: 'get',
    path: '/api/villages/:v',
    summary: 'A village with its season, dimensions and groups',
    access: 'read',
    params: z.object(village),
    answer: villageView,
  },
  changeVillage: {
    method: 'patch',
    path: '/api/villages/:v',
    summary: "Change a village's name, slogan, crest, or what the public may see",
    access: 'administer',
    params: z.object(village),
    body: villagePatch,
    answer: villageView,
  },
  removeSample: {
    method: 'delete',
    path: '/api/villages/:v',
    summary: 'Remove the sample village; a real village is never removed',
    access: 'administer',
    params: z.object(village),
    answer: 'nothing',
  },
  readBoard: {
    method: 'get',
    path: '/api/villages/:v/board',
    summary: 'What the public may see, as the wall gets it',
    access: 'public',
    params: z.object(village),
    answer: board,
  },
  verifyVillage: {
    method: 'get',
    path: '/api/villages/:v/verify',
    summary: 'Recompute the hash chain and all totals from the postings and compare',
    access: 'read',
    params: z.object(village),
    answer: verifyReport,
  },
  listHouseholds: {
    method: 'get',
    path: '/api/villages/:v/households',
    summary: 'Households by door, name or pinyin initials; without a query, all in order of door',
    access: 'read',
    params: z.object(village),
    query: householdQuery,
    answer: householdPage,
  },
  createHousehold: {
    method: 'post',
    path: '/api/villages/:v/households',
    summary: 'Add a household',
    access: 'enter',
    params: z.object(village),
    body: newHousehold,
    answer: householdView,
  },
  readHousehold: {
    method: 'get',
    path: '/api/villages/:v/households/:door',
    summary: 'One household',
    access: 'read',
    params: z.object({ ...village, door }),
    answer: householdView,
  },
  changeHousehold: {
    method: 'patch',
    path: '/api/villages/:v/households/:door',
    summary: "Change a household's particulars",
    access: 'enter',
    params: z.object({ ...village, door }),
    body: householdPatch,
    answer: householdView,
  },
  readPassbook: {
    method: 'get',
    path: '/api/villages/:v/households/:door/passbook',
    summary: 'The account at a glance: earned, deducted, redeemed, balance, score, rank, last lines',
    access: 'read',
    params: z.object({ ...village, door }),
    answer: passbookView.extend({ lines: z.array(postingView) }),
  },
  listRules: {
    method: 'get',
    path: '/api/villages/:v/rules',
    summary: 'All rules in their current version, by dimension',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(ruleView) }),
  },
  createRule: {
    method: 'post',
    path: '/api/villages/:v/rules',
    summary: 'Add a rule',
    access: 'administer',
    params: z.object(village),
    body: newRule,
    answer: ruleView,
  },
  changeRule: {
    method: 'patch',
    path: '/api/villages/:v/rules/:rule',
    summary: 'Make a new version of a rule; postings made before keep theirs',
    access: 'administer',
    params: z.object({ ...village, rule: z.coerce.number().int() }),
    body: rulePatch,
    answer: ruleView,
  },
  listRuleVersions: {
    method: 'get',
    path: '/api/villages/:v/rules/:rule/versions',
    summary: 'All versions of a rule, the newest first, with who made them and when',
    access: 'read',
    params: z.object({ ...village, rule: z.coerce.number().int() }),
    answer: z.object({ items: z.array(ruleVersionView) }),
  },
  takeRulebook: {
    method: 'post',
    path: '/api/villages/:v/rulebook',
    summary: 'Take over a whole rulebook: one of ours, or that of another village',
    access: 'administer',
    params: z.object(village),
    body: rulebookSource,
    answer: rulebookTaken,
  },
  listPeople: {
    method: 'get',
    path: '/api/villages/:v/people',
    summary: 'Everybody who holds a role in the village, or in all villages',
    access: 'administer',
    params: z.object(village),
    answer: z.object({ items: z.array(personView) }),
  },
  addPerson: {
    method: 'post',
    path: '/api/villages/:v/people',
    summary: 'Add somebody to the staff: a new account with a password, or roles for one that there is',
    access: 'administer',
    params: z.object(village),
    body: newPerson,
    answer: personView,
  },
  changePerson: {
    method: 'patch',
    path: '/api/villages/:v/people/:person',
    summary: 'Change roles, name or password of somebody; new roles and passwords end their sessions',
    access: 'administer',
    params: z.object({ ...village, person: z.coerce.number().int() }),
    body: personPatch,
    answer: 'nothing',
  },
  listAudit: {
    method: 'get',
    path: '/api/villages/:v/audit',
    summary: 'Every change to anything but the ledger, with before and after, the newest first',
    access: 'administer',
    params: z.object(village),
    query: auditQuery,
    answer: auditPage,
  },
  exportAudit: {
    method: 'get',
    path: '/api/villages/:v/exports/audit.xlsx',
    summary: 'Changes by the same search, as a workbook',
    access: 'administer',
    params: z.object(village),
    query: auditQuery,
    answer: 'xlsx',
  },
  createPostings: {
    method: 'post',
    path: '/api/villages/:v/postings',
    summary:
      'Write one posting, or up to 500 together: all or none; what must be reviewed first becomes a claim',
    access: 'enter',
    params: z.object(village),
    body: newPostings,
    answer: z.union([postingView, claimView, postingsAnswer]),
  },
  reversePosting: {
    method: 'post',
    path: '/api/villages/:v/postings/:posting/reversal',
    summary: 'Take a posting back, with a reason; both stay visible',
    access: 'enter',
    params: z.object({ ...village, posting: clientId }),
    body: newReversal,
    answer: postingView,
  },
  listPostings: {
    method: 'get',
    path: '/api/villages/:v/postings',
    summary: 'Postings, newest first',
    access: 'read',
    params: z.object(village),
    query: postingQuery,
    answer: postingPage,
  },
  listClaims: {
    method: 'get',
    path: '/api/villages/:v/claims',
    summary: 'Claims by state, rule, group or author, as the caller may review them',
    access: 'read',
    params: z.object(village),
    query: claimQuery,
    answer: claimPage,
  },
  passClaims: {
    method: 'post',
    path: '/api/villages/:v/claims/pass',
    summary: 'Pass up to 500 claims with one key; those that cannot pass are named and still wait',
    access: 'review',
    params: z.object(village),
    body: claimPass,
    answer: claimsPassed,
  },
  stopClaim: {
    method: 'post',
    path: '/api/villages/:v/claims/:claim/stop',
    summary: 'Stop a claim, with a reason that its author reads',
    access: 'review',
    params: z.object({ ...village, claim: clientId }),
    body: claimStop,
    answer: claimView,
  },
  withdrawClaim: {
    method: 'delete',
    path: '/api/villages/:v/claims/:claim',
    summary: 'Take the own claim back while it waits',
    access: 'enter',
    params: z.object({ ...village, claim: clientId }),
    answer: claimView,
  },
  listPublications: {
    method: 'get',
    path: '/api/villages/:v/publications',
    summary: 'All publications, the newest first, and what the next one would be over',
    access: 'read',
    params: z.object(village),
    answer: publicationList,
  },
  publish: {
    method: 'post',
    path: '/api/villages/:v/publications',
    summary: 'Publish all that is new: a frozen list with number, period, seq and head',
    access: 'administer',
    params: z.object(village),
    body: newPublication,
    answer: publicationView,
  },
  readPublication: {
    method: 'get',
    path: '/api/villages/:v/publications/:publication',
    summary: 'A publication with its frozen list and what was objected to',
    access: 'read',
    params: z.object({ ...village, publication: z.coerce.number().int() }),
    answer: publicationSheet,
  },
  createObjection: {
    method: 'post',
    path: '/api/villages/:v/publications/:publication/objections',
    summary: 'Take down an objection to a line of an open publication',
    access: 'enter',
    params: z.object({ ...village, publication: z.coerce.number().int() }),
    body: newObjection,
    answer: objectionView,
  },
  answerObjection: {
    method: 'post',
    path: '/api/villages/:v/objections/:objection/answer',
    summary: 'Answer an objection: the score stands, gets other points, or is taken back',
    access: 'review',
    params: z.object({ ...village, objection: clientId }),
    body: objectionAnswer,
    answer: objectionView,
  },
  listScreens: {
    method: 'get',
    path: '/api/villages/:v/screens',
    summary: 'Every screen by name, with what it shows and how it is',
    access: 'read',
    params: z.object(village),
    answer: screenList,
  },
  changeScreen: {
    method: 'patch',
    path: '/api/villages/:v/screens/:screen',
    summary: 'Rename a screen, or set what it shows; it obeys at once',
    access: 'administer',
    params: z.object({ ...village, screen: z.coerce.number().int() }),
    body: screenPatch,
    answer: screenView,
  },
  orderScreen: {
    method: 'post',
    path: '/api/villages/:v/screens/:screen/orders',
    summary: 'Let a screen show its name, or reload',
    access: 'administer',
    params: z.object({ ...village, screen: z.coerce.number().int() }),
    body: screenOrder,
    answer: 'nothing',
  },
  forgetScreen: {
    method: 'delete',
    path: '/api/villages/:v/screens/:screen',
    summary: 'Forget a screen; one that is still open comes back',
    access: 'administer',
    params: z.object({ ...village, screen: z.coerce.number().int() }),
    answer: 'nothing',
  },
  listNotices: {
    method: 'get',
    path: '/api/villages/:v/notices',
    summary: 'All notices, those of days to come and of days gone too',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(noticeView) }),
  },
  createNotice: {
    method: 'post',
    path: '/api/villages/:v/notices',
    summary: 'Put a notice on the walls from one day to another',
    access: 'administer',
    params: z.object(village),
    body: newNotice,
    answer: noticeView,
  },
  removeNotice: {
    method: 'delete',
    path: '/api/villages/:v/notices/:notice',
    summary: 'Take a notice down',
    access: 'administer',
    params: z.object({ ...village, notice: z.coerce.number().int() }),
    answer: 'nothing',
  },
  keepPicture: {
    method: 'post',
    path: '/api/villages/:v/pictures',
    summary: 'Send a picture for a notice or the crest; it is decoded, made smaller and encoded anew',
    access: 'administer',
    params: z.object(village),
    body: 'picture',
    answer: pictureView,
  },
  readPicture: {
    method: 'get',
    path: '/api/villages/:v/pictures/:picture',
    summary: 'A picture of a notice or the crest',
    access: 'public',
    params: z.object({ ...village, picture: z.string().max(64) }),
    answer: 'picture',
  },
  startImport: {
    method: 'post',
    path: '/api/villages/:v/imports',
    summary: 'Send an office workbook; nothing is written before it is confirmed',
    access: 'enter',
    params: z.object(village),
    query: z.object({ filename: z.string().max(200).default('workbook.xlsx') }),
    body: 'xlsx',
    answer: importView,
  },
  readImport: {
    method: 'get',
    path: '/api/villages/:v/imports/:import',
    summary: 'What an import read, would write, or wrote',
    access: 'enter',
    params: z.object({ ...village, import: clientId }),
    answer: importView,
  },
  confirmImport: {
    method: 'post',
    path: '/api/villages/:v/imports/:import/confirm',
    summary: 'Write what the preview showed: all or nothing; again, the same result',
    access: 'enter',
    params: z.object({ ...village, import: clientId }),
    body: importConfirm,
    answer: importView,
  },
  exportHouseholds: {
    method: 'get',
    path: '/api/villages/:v/exports/households.xlsx',
    summary: 'All households, as a workbook',
    access: 'read',
    params: z.object(village),
    answer: 'xlsx',
  },
  exportPostings: {
    method: 'get',
    path: '/api/villages/:v/exports/postings.xlsx',
    summary: 'Postings by the filters of the list, as a workbook',
    access: 'read',
    params: z.object(village),
    query: postingQuery,
    answer: 'xlsx',
  },
  exportStandings: {
    method: 'get',
    path: '/api/villages/:v/exports/standings.xlsx',
    summary: 'Standings of the season, as a workbook',
    access: 'read',
    params: z.object(village),
    answer: 'xlsx',
  },
} as const satisfies Record<string, Operation>
