import { onInterrupt } from '../../src/cli/interrupt';

it('one Ctrl-C that npx hands on once more counts once, a later one is repeated', () => {
  jest.useFakeTimers();
  const heard: boolean[] = [];
  const listener = onInterrupt((isRepeated) => heard.push(isRepeated));
  listener();
  jest.advanceTimersByTime(50);
  listener();
  expect(heard).toEqual([false]);
  jest.advanceTimersByTime(1000);
  listener();
  expect(heard).toEqual([false, true]);
  jest.useRealTimers();
});
