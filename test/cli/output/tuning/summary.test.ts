import { stripVTControlCharacters } from 'node:util';
import '../../../../src/node';
import { taggedWords } from '../../../../src/data/kinds';
import { trainFoundCommand } from '../../../../src/cli/output/next-commands';
import { comparisonTable, type Found, tuningDocument, verdict } from '../../../../src/cli/output/tuning/summary';
import { trialLine, trialsCsv, trialTable } from '../../../../src/cli/output/tuning/trial-lines';
import type { Trial } from '../../../../tasks/tuning/trials';
import { trial } from '../../../tasks/tuning/support';

const monitor = { metric: 'accuracy', mode: 'max' } as const;
const standard = { trials: [trial(1, 0.8), trial(3, 0.78, { seed: 2 })], value: 0.8, gain: 0, standardError: 0, isConfirmed: true }; // prettier-ignore
const settings = { hiddenSize: 64, tokenizer: 'characters' };
const best = {
  trials: [trial(2, 0.85, { settings }), trial(4, 0.87, { settings, seed: 2, rung: 'confirmation' })],
  value: 0.86,
  gain: 0.07,
  standardError: 0.012,
  isConfirmed: true,
};
const failed: Trial = { ...trial(5, 0), settings: { learningRate: 9 }, outcome: 'failed', value: null, problem: 'loss, not finite' }; // prettier-ignore
const trials = [standard.trials[0], best.trials[0], standard.trials[1], best.trials[1], failed];
const found = {
  ...{ reason: 'time', settings, config: {}, best, standard, monitor, trials, rangeTest: null, seconds: 75 },
  baselines: { majority: { accuracy: 0.5 }, 'naive Bayes': { accuracy: 0.88, macroF1: 0.8 } },
} as unknown as Found;

const lines = (more: Partial<Found>) => verdict({ ...found, ...more }, 10).map(stripVTControlCharacters);

it('says how much better, by how many seeds, which baseline is better still, and why it ended', () => {
  expect(lines({})).toEqual([
    'Better than the default by 7.0 points (standard error 1.2 points, seen with two seeds): hiddenSize=64 tokenizer=characters.',
    'The baseline naive Bayes is better: accuracy 88.0 % against 86.0 %.',
    '5 trials in 1 min 15 s, until the time was used up. Go on with --resume and more --minutes.',
  ]);
});

it('says that the default stays, and where the time was too short for anything else', () => {
  const kept = { best: standard, settings: {}, baselines: {} } as Partial<Found>;
  expect(lines(kept)[0]).toBe('The default settings stay: nothing was better than them on validation data by more than noise.'); // prettier-ignore
  expect(lines({ ...kept, trials: trials.slice(0, 1) })).toEqual([
    'The time (--minutes 10) sufficed for the default settings alone: one training takes 6.0 s. Go on with --resume and more --minutes.',
  ]);
});

it.each([
  ['trials', 'as many as --trials allows'],
  ['no-gain', 'the last candidates gained nothing'],
  ['space', 'everything in the search space was tried'],
  ['perfect', 'no settings can be better'],
] as const)('the end by %s', (reason, text) => {
  expect(lines({ reason }).at(-1)).toContain(text);
});

it('the best, the default with the same seeds, and the baselines are beside each other', () => {
  const rows = stripVTControlCharacters(comparisonTable(found)).split('\n').map((row) => row.split(/ {2,}/)); // prettier-ignore
  expect(rows.map(([name, value]) => [name.trim(), value])).toEqual([
    ['', 'accuracy'],
    ['best settings', '86.0 %'],
    ['default settings', '79.0 %'],
    ['majority', '50.0 %'],
    ['naive Bayes', '88.0 %'],
  ]);
});

it('trials: a line each, the best of them as a table with the chosen ones marked, all of them as CSV', () => {
  expect(trialLine(best.trials[0], monitor, true)).toBe(
    'trial 2: hiddenSize=64 tokenizer=characters, 6 epochs: accuracy 85.0 % in 6.0 s, the best so far',
  );
  expect(trialLine(best.trials[1], monitor, false)).toContain('6 epochs, seed 2: accuracy 87.0 %');
  expect(trialLine(failed, monitor, false)).toBe('trial 5: learningRate=9, 6 epochs: failed. loss, not finite');
  const table = trialTable(trials, monitor, best, 1).split('\n');
  expect(table.slice(1).map((row) => row.trim().split(/ {2,}/)[0])).toEqual(['* 4', '* 2', '1']);
  expect(trialsCsv(trials, monitor).split('\n')).toEqual([
    'trial,outcome,accuracy,epochs,bestEpoch,seed,seconds,hiddenSize,tokenizer,learningRate,problem',
    '1,finished,0.8,6,1,1,6.00,,,,',
    '2,finished,0.85,6,1,1,6.00,64,characters,,',
    '3,finished,0.78,6,1,2,6.00,,,,',
    '4,finished,0.87,6,1,2,6.00,64,characters,,',
    '5,failed,,6,1,1,6.00,,,9,"loss, not finite"',
    '',
  ]);
});

it('the document has what the texts have', () => {
  const document = tuningDocument(found, { task: 'tagging', data: 'x', bundle: 'runs/x' });
  expect(document).toMatchObject({
    value: 0.86,
    gain: 0.07,
    standardError: 0.012,
    confirmed: true,
    learningRates: null,
  });
  expect(document.baselines).toEqual({ majority: 0.5, 'naive Bayes': 0.88 });
  expect(document.trials).toHaveLength(5);
});

it('the command that trains with what was found names the files of the training', () => {
  const data = { kind: taggedWords, data: 'my data.conll', options: { labelColumn: '3' } };
  expect(trainFoundCommand('tagging', 'runs/x/', data, ['--vectors', 'glove.txt'])).toBe(
    "npx tfseq train tagging --data 'my data.conll' --label-column 3 --vectors glove.txt --config runs/x/config.json --out runs/x-trained",
  );
});
