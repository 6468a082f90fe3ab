import type { Operation } from '../../../server/contract/operations/operations.ts'

const samples: Record<string, string> = { v: 'one', door: '1001' }

/**
 * An address in village `one` that fits the operation's parameters, and names nothing that there is.
 *
 * @param known values of parameters that shall name something
 */
export function pathOf({ path, params }: Operation, known: Record<string, string> = {}): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const fits = (value: string) => params?.shape[name]?.safeParse(value).success === true
    return (
      known[name] ??
      samples[name] ??
      ['00000000-0000-4000-8000-000000000000', '999999', '2001-01-01', 'none'].find(fits) ??
      name
    )
  })
}
