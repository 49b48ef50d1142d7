import { tfseq } from '../../../src/cli/command-line';
import { gradcheck } from '../../../src/cli/commands/gradcheck';
import { ConfigError } from '../../../src/errors';
import { type Cell, type GradientReport, lstm } from '../../../src/node';

interface Document {
  passed: boolean;
  seconds: number;
  cells: GradientReport[];
}

let stdout = '';
let stderr = '';
beforeEach(() => {
  stdout = '';
  stderr = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

const documentOf = (text: string) => JSON.parse(text) as Document;

test('every cell in both directions passes, as one JSON document', async () => {
  await gradcheck({ cell: 'all', json: true });
  const { passed, cells } = documentOf(stdout);
  expect(passed).toBe(true);
  expect(cells.map(({ subject }) => subject)).toEqual(
    ['simple-rnn', 'simple-rnn-relu', 'lstm', 'gru', 'gru-reset-before'].flatMap((name) => [name, `${name}, reverse`]),
  );
  for (const { parameter, norm, finiteDifferences, autodiff } of cells.flatMap(({ rows }) => rows)) {
    expect({ parameter, isZero: norm === 0 }).toEqual({ parameter, isZero: false });
    expect(finiteDifferences.relative).toBeLessThanOrEqual(1e-6);
    expect(autodiff?.relative).toBeLessThanOrEqual(1e-5);
  }
  expect(process.exitCode).toBeUndefined();
});

test('a table for people has a row for every parameter of the cell', async () => {
  expect(await tfseq(['gradcheck', '--cell', 'lstm'])).toBe(0);
  for (const name of ['kernel', 'recurrentKernel', 'bias']) expect(stdout).toContain(`weights.${name}`);
  for (const name of ['initialState.h', 'initialState.c', '\nx ']) expect(stdout).toContain(name);
  expect(stdout).not.toContain('gru');
  expect(stderr).toMatch(/All 12 gradients agree/);
});

/** An LSTM whose way back swaps the gradients of two gates, and one that passes nothing on to the step before. */
function brokenCells(): Record<string, Cell[]> {
  const right = lstm({ hiddenSize: 3 });
  const wrong = (name: string, change: Cell['stepBackward']): Cell => ({ ...right, name, stepBackward: change });
  return {
    right: [right],
    broken: [
      wrong('swapped', (algebra, dState, saved, weights) => {
        const back = right.stepBackward(algebra, dState, saved, weights);
        const [di, df, dg, dO] = algebra.split(back.dxW, 4);
        return { ...back, dxW: algebra.join([df, di, dg, dO]) };
      }),
      wrong('forgetful', (algebra, dState, saved, weights) => {
        const back = right.stepBackward(algebra, dState, saved, weights);
        return { ...back, dState: { h: algebra.scale(back.dState.h, 0), c: algebra.scale(back.dState.c, 0) } };
      }),
    ],
  };
}

test('a wrong cell fails with exit code 1 and is named', async () => {
  await gradcheck({ cell: 'all', json: true }, brokenCells());
  expect(process.exitCode).toBe(1);
  const { passed, cells } = documentOf(stdout);
  expect(passed).toBe(false);
  expect(cells.filter((cell) => !cell.passed).map(({ subject }) => subject)).toEqual([
    'swapped',
    'swapped, reverse',
    'forgetful',
    'forgetful, reverse',
  ]);
  const [swapped] = cells.filter(({ subject }) => subject === 'swapped');
  expect(swapped.rows.filter((row) => !row.passed).map(({ parameter }) => parameter)).toEqual([
    'weights.kernel',
    'weights.bias',
    'x',
  ]);
  expect(stderr).toMatch(/Wrong gradients: swapped; swapped, reverse; forgetful/);
});

test('the table says which gradient is wrong and which is zero everywhere', async () => {
  await gradcheck({ cell: 'broken' }, brokenCells());
  expect(stdout).toMatch(/weights\.kernel .*wrong/);
  expect(stdout).toMatch(/initialState\.h .*zero everywhere/);
  expect(stdout).toMatch(/weights\.recurrentKernel .*right/);
});

test('an unknown cell is refused with the names that there are', async () => {
  expect(await tfseq(['gradcheck', '--cell', 'transformer'])).toBe(2);
  await expect(gradcheck({ cell: 'transformer' })).rejects.toThrow(ConfigError);
  await expect(gradcheck({ cell: 'toString' })).rejects.toThrow(/"toString".*simple-rnn, lstm, gru, all/);
});
