/**
 * Tests that need something which may be missing (a browser, torch, native TensorFlow). On a user's machine they are
 * skipped with the reason in their name; with TFSEQ_REQUIRE_ALL=1 (CI) they run, and so fail.
 */
export function describeIf(available: boolean, what: string, fix: string, body: () => void): void {
  if (available || process.env.TFSEQ_REQUIRE_ALL === '1') describe(what, body);
  else describe.skip(`${what} [skipped: ${fix}]`, body);
}
