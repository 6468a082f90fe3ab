/** Activities: planning, signing in, and turning them into scores. */
import { z } from 'zod'
import {
  activityDetail,
  activityForeseen,
  activityPatch,
  activityView,
  newActivity,
  newSettlement,
  newSignIn,
  ownSignIn,
  ownSignInView,
  shownCode,
  signInView,
} from '../../activities/activities.ts'
import { clientId } from '../../fields/ids.ts'
import { doorToken } from '../../residents/doors.ts'
import { type Operation, village } from '../operation.ts'

const activity = { ...village, activity: z.coerce.number().int() }

export const activitiesOperations = {
  listActivities: {
    method: 'get',
    path: '/api/villages/:v/activities',
    summary: 'Activities with how many signed in, newest first',
    access: 'read',
    params: z.object(village),
    answer: z.object({ items: z.array(activityView) }),
  },
  createActivity: {
    method: 'post',
    path: '/api/villages/:v/activities',
    summary: 'Plan an activity',
    access: 'enter',
    params: z.object(village),
    body: newActivity,
    answer: activityView,
  },
  readActivity: {
    method: 'get',
    path: '/api/villages/:v/activities/:activity',
    summary: 'An activity: who signed in, who did not, and what came of it',
    access: 'read',
    params: z.object(activity),
    answer: activityDetail,
  },
  changeActivity: {
    method: 'patch',
    path: '/api/villages/:v/activities/:activity',
    summary: 'Change an activity, open it for signing in, or close it',
    access: 'enter',
    params: z.object(activity),
    body: activityPatch,
    answer: activityView,
  },
  createSignIn: {
    method: 'post',
    path: '/api/villages/:v/activities/:activity/sign-ins',
    summary: 'Sign a household in, by a scanned plate or card or by its door; it counts once',
    access: ['enter', 'inspect'],
    params: z.object(activity),
    body: newSignIn,
    answer: signInView,
  },
  removeSignIn: {
    method: 'delete',
    path: '/api/villages/:v/activities/:activity/sign-ins/:signIn',
    summary: 'Take a sign-in back that was made by mistake',
    access: 'enter',
    params: z.object({ ...activity, signIn: clientId }),
    answer: 'nothing',
  },
  readSignInCode: {
    method: 'get',
    path: '/api/villages/:v/activities/:activity/code',
    summary: 'The code that households sign in with now; it changes every 20 seconds',
    access: ['enter', 'inspect'],
    params: z.object(activity),
    answer: shownCode,
  },
  previewSettlement: {
    method: 'get',
    path: '/api/villages/:v/activities/:activity/settlement',
    summary: 'What turning the activity into scores would write: points, and refusals with reasons',
    access: 'enter',
    params: z.object(activity),
    answer: activityForeseen,
  },
  settleActivity: {
    method: 'post',
    path: '/api/villages/:v/activities/:activity/settlement',
    summary: 'Turn the sign-ins into scores, once, as a batch; those who did not come get nothing',
    access: 'enter',
    params: z.object(activity),
    body: newSettlement,
    answer: activityDetail,
  },
  exportActivity: {
    method: 'get',
    path: '/api/villages/:v/activities/:activity/attendance.xlsx',
    summary: 'Everybody invited, who came when, and what came of it, as a workbook',
    access: 'read',
    params: z.object(activity),
    answer: 'xlsx',
  },
  signInOwn: {
    method: 'post',
    path: '/api/doors/:token/sign-ins',
    summary: 'Sign the own household in by the code that the wall shows',
    access: 'resident',
    params: z.object({ token: doorToken }),
    body: ownSignIn,
    answer: ownSignInView,
  },
} as const satisfies Record<string, Operation>
