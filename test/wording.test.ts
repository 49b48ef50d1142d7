import { describeError } from '../src/display/error-report';
import { ConfigError } from '../src/errors';
import { flagOf, inCode, onCommandLine, shellQuoted } from '../src/wording';

const error = new ConfigError({
  where: 'a.csv line 1',
  problem: ({ option }) => `${option('labelColumn')} is 7`,
  expected: ({ set, choose }) => `${set('textColumn', 2)} or ${set('delimiter', ';')}${choose(' and more', '')}`,
  fix: ({ option }) => `Correct ${option('tagColumn', 'labelColumn')}`,
});

it('an error names options as its reader knows them', () => {
  expect(error.message).toBe(
    "a.csv line 1: labelColumn is 7. Expected textColumn: 2 or delimiter: ';' and more. Correct tagColumn.",
  );
  expect([error.problem, error.fix]).toEqual(['labelColumn is 7', 'Correct tagColumn']);
  expect(describeError(error, onCommandLine)).toBe(
    "a.csv line 1: --label-column is 7. Expected --text-column 2 or --delimiter ';'. Correct --label-column.",
  );
});

it('flags, quoted for a shell where it has to be', () => {
  expect(flagOf('recordingColumn')).toBe('--recording-column');
  expect(shellQuoted("it's; so")).toBe("'it'\\''s; so'");
  expect(onCommandLine.set('skipInvalid', true)).toBe('--skip-invalid');
  expect([inCode.set('delimiter', '\t'), onCommandLine.set('delimiter', '\t')]).toEqual([
    "delimiter: '\\t'",
    '--delimiter tab',
  ]);
});
