/** Notes what is to be closed or removed when the work is over. */
export type Later = (close: () => unknown) => void

/** Runs the work; whether it succeeds or fails, what it noted is closed then, the last first. */
export async function cleaningUp<Result>(work: (later: Later) => Promise<Result>): Promise<Result> {
  const closes: (() => unknown)[] = []
  try {
    return await work((close) => closes.push(close))
  } finally {
    for (const close of closes.reverse()) await close()
  }
}
