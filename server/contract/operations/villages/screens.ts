/** The screens on the wall. */
import { z } from 'zod'
import { asTyped } from '../../fields/text.ts'
import { screenList, screenOrder, screenPatch, screenView } from '../../villages/screens.ts'
import { type Operation, village } from '../operation.ts'

export const screensOperations = {
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
  confirmScreen: {
    method: 'post',
    path: '/api/villages/:v/screens/waiting/:waiting/confirmation',
    summary: 'Make an open wall the screen of the name in its address',
    access: 'administer',
    params: z.object({ ...village, waiting: asTyped(1, 64) }),
    answer: screenView,
  },
  refuseScreen: {
    method: 'delete',
    path: '/api/villages/:v/screens/waiting/:waiting',
    summary: 'Refuse a wall that waits; it goes on showing what anyone may see',
    access: 'administer',
    params: z.object({ ...village, waiting: asTyped(1, 64) }),
    answer: 'nothing',
  },
  forgetScreen: {
    method: 'delete',
    path: '/api/villages/:v/screens/:screen',
    summary: 'Forget a screen; one that is still open waits to be confirmed again',
    access: 'administer',
    params: z.object({ ...village, screen: z.coerce.number().int() }),
    answer: 'nothing',
  },
} as const satisfies Record<string, Operation>
