/** Signing in and out, and the first administrator. */
import {
  passwordChange,
  sessionState,
  sessionView,
  setupRequest,
  signInRequest,
} from '../../people/session.ts'
import type { Operation } from '../operation.ts'

export const sessionOperations = {
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
} as const satisfies Record<string, Operation>
