/** Households with their history, passbooks and door plates. */
import { z } from 'zod'
import { door } from '../../fields/door.ts'
import { privateTo } from '../../fields/privateTo.ts'
import { asTyped } from '../../fields/text.ts'
import {
  historyView,
  householdMerge,
  householdMove,
  householdPage,
  householdPatch,
  householdQuery,
  householdSplit,
  householdView,
  newHousehold,
  passbookView,
  transferView,
} from '../../households/households.ts'
import { passbookPage, passbookQuery } from '../../households/passbooks.ts'
import { plateDoor, plateList, plateView } from '../../households/plates.ts'
import { postingView } from '../../scores/postings.ts'
import { type Operation, village } from '../operation.ts'

export const householdsOperations = {
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
    answer: passbookView.extend({
      /** Id of the photo that the desk compares, in villages that want it; null without one. */
      portrait: privateTo('portrait', z.string().nullable()),
      lines: z.array(postingView),
    }),
  },
  readHouseholdHistory: {
    method: 'get',
    path: '/api/villages/:v/households/:door/history',
    summary: 'What happened to a household beside its postings, the newest first',
    access: 'read',
    params: z.object({ ...village, door }),
    answer: z.object({ items: z.array(historyView) }),
  },
  moveHousehold: {
    method: 'post',
    path: '/api/villages/:v/households/:door/move',
    summary: 'Give a household another door number or group; its account and history stay',
    access: 'enter',
    params: z.object({ ...village, door }),
    body: householdMove,
    answer: householdView,
  },
  previewSplit: {
    method: 'post',
    path: '/api/villages/:v/households/:door/split/preview',
    summary: 'What a split would do; nothing is written',
    access: 'enter',
    params: z.object({ ...village, door }),
    body: householdSplit,
    answer: transferView,
  },
  splitHousehold: {
    method: 'post',
    path: '/api/villages/:v/households/:door/split',
    summary: 'Make a new household out of one, with a share of its points',
    access: 'enter',
    params: z.object({ ...village, door }),
    body: householdSplit,
    answer: transferView,
  },
  previewMerge: {
    method: 'post',
    path: '/api/villages/:v/households/:door/merge/preview',
    summary: 'What a merge would do; nothing is written',
    access: 'enter',
    params: z.object({ ...village, door }),
    body: householdMerge,
    answer: transferView,
  },
  mergeHousehold: {
    method: 'post',
    path: '/api/villages/:v/households/:door/merge',
    summary: 'Merge a household into another, which gets its points; it is closed and stays readable',
    access: 'enter',
    params: z.object({ ...village, door }),
    body: householdMerge,
    answer: transferView,
  },
  listPassbooks: {
    method: 'get',
    path: '/api/villages/:v/passbooks',
    summary: 'Passbooks to print, of one household, a group or all: every line with its running balance',
    access: 'read',
    params: z.object(village),
    query: passbookQuery,
    answer: passbookPage,
  },
  listPlates: {
    method: 'get',
    path: '/api/villages/:v/plates',
    summary: 'Door plates with the tokens that their QR codes carry; no names',
    access: 'enter',
    params: z.object(village),
    answer: plateList,
  },
  findDoor: {
    method: 'get',
    path: '/api/villages/:v/doors/:plate',
    summary: 'The door whose plate carries this token',
    access: 'read',
    params: z.object({ ...village, plate: asTyped(1, 64) }),
    answer: plateDoor,
  },
  renewPlate: {
    method: 'post',
    path: '/api/villages/:v/plates/:door/renewal',
    summary: 'Give a door a new token; the old plate is dead from now on',
    access: 'administer',
    params: z.object({ ...village, door }),
    answer: plateView,
  },
} as const satisfies Record<string, Operation>
