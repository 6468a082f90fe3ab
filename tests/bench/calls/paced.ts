/**
 * Calls at a fixed pace while something else happens, whether earlier calls were answered or not: a server that stands
 * still is seen in all of them.
 *
 * @param call gets the number of the call, from 0
 * @returns the time of each call from when it was due, ms
 * @throws what the work or a call rejects with
 */
export async function paceWhile(
  work: () => Promise<unknown>,
  everyMs: number,
  call: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const start = performance.now()
  const running: Promise<number>[] = []
  const callDue = () => {
    for (;;) {
      const due = start + running.length * everyMs
      if (due > performance.now()) return
      const done = call(running.length).then(() => performance.now() - due)
      // Thrown at the end.
      done.catch(() => {})
      running.push(done)
    }
  }
  let timer: NodeJS.Timeout | undefined
  const callOnTime = () => {
    callDue()
    timer = setTimeout(callOnTime, start + running.length * everyMs - performance.now())
  }
  callOnTime()
  try {
    await work()
  } finally {
    clearTimeout(timer)
  }
  return Promise.all(running)
}
