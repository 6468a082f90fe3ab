import type { Role } from '../../server/domain/people/powers.ts'

/** An account as a person fills it in. */
export interface AccountForm {
  username: string
  displayName: string
  password: string
  roles: Role[]
}

/** The form for a new account with `roles`, or for an existing one. */
export function accountForm(
  person: { username: string; displayName: string } | null,
  roles: readonly Role[],
): AccountForm {
  return {
    username: person?.username ?? '',
    displayName: person?.displayName ?? '',
    password: '',
    roles: [...roles],
  }
}

/** What is sent to add the account; what was left empty is left out. */
export function accountToAdd({ username, displayName, password, roles }: AccountForm) {
  const name = displayName.trim()
  return {
    username: username.trim(),
    roles,
    ...(name === '' ? {} : { displayName: name }),
    ...(password === '' ? {} : { password }),
  }
}

/** What is sent to change the account: only what differs from `before`. */
export function accountChanges(form: AccountForm, before: { displayName: string; roles: readonly Role[] }) {
  const name = form.displayName.trim()
  return {
    ...(name === before.displayName ? {} : { displayName: name }),
    ...(form.password === '' ? {} : { password: form.password }),
    ...(sameSet(before.roles, form.roles) ? {} : { roles: form.roles }),
  }
}

/** Whether two lists without repetitions hold the same values in any order. */
export function sameSet<Value>(one: readonly Value[], other: readonly Value[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value))
}
