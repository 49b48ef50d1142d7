import { describeError, isInputError } from '../../src/display/error-report';
import { BackendError, BundleError, ConfigError, DataError, ShapeError, TrainingError } from '../../src/errors';

const parts = { where: 'a.csv line 2', problem: 'the label is missing' };

it.each([
  [true, new ConfigError(parts)],
  [true, new DataError(parts)],
  [true, new ShapeError(parts)],
  [true, new BundleError({ ...parts, during: 'load' })],
  [false, new BundleError({ ...parts, during: 'save' })],
  [false, new BackendError(parts)],
  [false, new TrainingError(parts)],
  [false, new RangeError('out of memory')],
  [false, 'a string'],
])('is the user able to mend it? %s: %s', (expected, error) => {
  expect(isInputError(error)).toBe(expected);
});

it('an error of the library is one paragraph without its stack, any other has its stack', () => {
  expect(describeError(new DataError(parts))).toBe('a.csv line 2: the label is missing.');
  expect(describeError(new RangeError('out of memory'))).toMatch(/^RangeError: out of memory\n +at /);
  expect(describeError('a string')).toBe('a string');
});

it('what others wrote cannot move the cursor of a terminal', () => {
  const error = new DataError({ where: '\x1b]0;x\x07.csv', problem: 'the label "\x9b2J" is new' });
  expect(describeError(error)).toBe('\\u001b]0;x\\u0007.csv: the label "\\u009b2J" is new.');
});
