/** Ends every run with the plain line `N passed, N failed` (and `, N skipped`) that jest's own summary does not give. */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const suitesThatDidNotRun = results.testResults.filter((suite) => suite.testExecError).length;
    const failed = results.numFailedTests + suitesThatDidNotRun;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    process.once('exit', () => process.stdout.write(`\n${line}\n`)); // after jest's summary
  }
};
