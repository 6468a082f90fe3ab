/** Behind a door's QR code, the cards that open it, and what households write. */
import { z } from 'zod'
import { door } from '../../fields/door.ts'
import { clientId } from '../../fields/ids.ts'
import { pageOf } from '../../fields/page.ts'
import { photoView } from '../../households/photos.ts'
import { cardList, newCards } from '../../residents/cards.ts'
import {
  doorAndCode,
  doorKey,
  doorToken,
  doorView,
  foundDoor,
  publicHousehold,
} from '../../residents/doors.ts'
import { newProposal, ownObjection, ownPassbook } from '../../residents/ownPassbook.ts'
import {
  newSuggestion,
  suggestionAnswer,
  suggestionQuery,
  suggestionView,
} from '../../residents/suggestions.ts'
import { type Operation, village } from '../operation.ts'

const behindDoor = z.object({ token: doorToken })

export const doorsOperations = {
  readDoor: {
    method: 'get',
    path: '/api/doors/:token',
    summary: 'What the wall shows of the household behind a plate',
    access: 'public',
    params: behindDoor,
    answer: doorView,
  },
  readPublicHousehold: {
    method: 'get',
    path: '/api/villages/:v/board/:door',
    summary: 'What the wall shows of one household, by its door number',
    access: 'public',
    params: z.object({ ...village, door }),
    answer: publicHousehold,
  },
  openDoor: {
    method: 'post',
    path: '/api/doors/:token/session',
    summary: "Show the household's secret, of its card or six digits; the session is kept in a cookie",
    access: 'public',
    params: behindDoor,
    body: doorKey,
    answer: foundDoor,
  },
  openDoorByNumber: {
    method: 'post',
    path: '/api/villages/:v/door-session',
    summary: 'The same by door number and six digits, for somebody without the plate at hand',
    access: 'public',
    params: z.object(village),
    body: doorAndCode,
    answer: foundDoor,
  },
  closeDoor: {
    method: 'delete',
    path: '/api/doors/:token/session',
    summary: "End the household's session on this phone",
    access: 'public',
    params: behindDoor,
    answer: 'nothing',
  },
  readOwnPassbook: {
    method: 'get',
    path: '/api/doors/:token/passbook',
    summary: "The household's whole account, for itself",
    access: 'resident',
    params: behindDoor,
    answer: ownPassbook,
  },
  objectToOwn: {
    method: 'post',
    path: '/api/doors/:token/objections',
    summary: 'Object to a line of the own household while it is published',
    access: 'resident',
    params: behindDoor,
    body: ownObjection,
    answer: 'nothing',
  },
  propose: {
    method: 'post',
    path: '/api/doors/:token/proposals',
    summary: 'Say what the own household did; it waits for a review',
    access: 'resident',
    params: behindDoor,
    body: newProposal,
    answer: 'nothing',
  },
  withdrawProposal: {
    method: 'delete',
    path: '/api/doors/:token/proposals/:proposal',
    summary: 'Take an own proposal back while it waits',
    access: 'resident',
    params: behindDoor.extend({ proposal: clientId }),
    answer: 'nothing',
  },
  keepOwnPhoto: {
    method: 'post',
    path: '/api/doors/:token/photos/:photo',
    summary: 'Send a photo for a proposal; it is decoded, made smaller and re-encoded',
    access: 'resident',
    params: behindDoor.extend({ photo: clientId }),
    body: 'picture',
    answer: photoView,
  },
  readOwnPhoto: {
    method: 'get',
    path: '/api/doors/:token/photos/:photo',
    summary: 'A photo of the own household',
    access: 'resident',
    params: behindDoor.extend({ photo: clientId }),
    answer: 'picture',
  },
  suggest: {
    method: 'post',
    path: '/api/doors/:token/suggestions',
    summary: 'Write to the village',
    access: 'resident',
    params: behindDoor,
    body: newSuggestion,
    answer: 'nothing',
  },
  makeCards: {
    method: 'post',
    path: '/api/villages/:v/cards',
    summary: 'Make new cards for up to 100 doors; their secrets are told once, and the old cards are dead',
    access: 'administer',
    params: z.object(village),
    body: newCards,
    answer: cardList,
  },
  listSuggestions: {
    method: 'get',
    path: '/api/villages/:v/suggestions',
    summary: 'What households wrote: what waits for an answer first, the oldest of it first',
    access: 'enter',
    params: z.object(village),
    query: suggestionQuery,
    answer: pageOf(suggestionView),
  },
  answerSuggestion: {
    method: 'post',
    path: '/api/villages/:v/suggestions/:suggestion/answer',
    summary: 'Answer what a household wrote; the household reads it',
    access: 'enter',
    params: z.object({ ...village, suggestion: clientId }),
    body: suggestionAnswer,
    answer: suggestionView,
  },
} as const satisfies Record<string, Operation>
