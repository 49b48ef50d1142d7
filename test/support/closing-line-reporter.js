/**
 * Ends every run with the plain line `N passed, N failed` (and `, N skipped`) that jest's own summary does not give, and
 * before it with the parts that were skipped and why (test/support/optional.ts), which jest hides in a long run.
 */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const suitesThatDidNotRun = results.testResults.filter((suite) => suite.testExecError).length;
    const failed = results.numFailedTests + suitesThatDidNotRun;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    const reasons = [...skippedParts(results)].map(([part, tests]) => `${part} (tests: ${tests})\n`);
    process.once('exit', () => process.stdout.write(`\n${reasons.join('')}${line}\n`)); // after jest's summary
  }
};

/** Title of a part with its reason → how many tests it has. */
function skippedParts(results) {
  const counts = new Map();
  for (const { testResults } of results.testResults) {
    for (const { ancestorTitles, status } of testResults) {
      const part = ancestorTitles.find((title) => title.includes('[skipped: '));
      if (part && status === 'pending') counts.set(part, (counts.get(part) ?? 0) + 1);
    }
  }
  return counts;
}
