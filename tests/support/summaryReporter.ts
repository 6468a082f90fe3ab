import type { Reporter, TestModule } from 'vitest/node'

/** Closes a run with the plain line `N passed, N failed`; what was skipped is said before it. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 }
    for (const module of modules) {
      if (!module.ok() && [...module.children.allTests()].length === 0) counts.failed += 1
      for (const test of module.children.allTests()) counts[test.result().state] += 1
    }
    const skipped = counts.skipped > 0 ? `${counts.skipped} skipped\n` : ''
    // After the default reporter's own summary.
    process.on('exit', () =>
      process.stdout.write(`${skipped}${counts.passed} passed, ${counts.failed} failed\n`),
    )
  }
}
