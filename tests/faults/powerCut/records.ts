/** What a process did to the files of a folder, in its order. */
import { basename } from 'node:path'

export type Step =
  | { kind: 'write'; name: string; offset: number; data: Buffer }
  | { kind: 'truncate'; name: string; size: number }
  /** Of a file, or with the name of the folder itself: of the names in it. */
  | { kind: 'sync'; name: string }
  | { kind: 'create'; name: string }
  | { kind: 'unlink'; name: string }
  | { kind: 'rename'; name: string; to: string }

const headerBytes = 17

/** Reads what `recordWrites.c` wrote; files are named without their folder. */
export function readRecords(bytes: Buffer): Step[] {
  const steps: Step[] = []
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const pathEnd = at + headerBytes + bytes.readUInt32LE(at + 1)
    const end = pathEnd + bytes.readUInt32LE(at + 13)
    const name = basename(bytes.toString('utf8', at + headerBytes, pathEnd))
    const kind = String.fromCharCode(bytes[at] ?? 0)
    const step = stepOf(kind, name, Number(bytes.readBigUInt64LE(at + 5)), bytes.subarray(pathEnd, end))
    steps.push(step)
    at = end
  }
  return steps
}

function stepOf(kind: string, name: string, offset: number, data: Buffer): Step {
  switch (kind) {
    case 'W':
      return { kind: 'write', name, offset, data }
    case 'T':
      return { kind: 'truncate', name, size: offset }
    case 'S':
      return { kind: 'sync', name }
    case 'C':
      return { kind: 'create', name }
    case 'U':
      return { kind: 'unlink', name }
    case 'R':
      return { kind: 'rename', name, to: basename(data.toString()) }
    default:
      throw new Error(`unknown record ${kind}`)
  }
}
