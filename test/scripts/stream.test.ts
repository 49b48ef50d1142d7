import { trainStream } from '../../scripts/experiments/stream';

test('a stream is learnt in memory that does not grow with its length', () => {
  const reports = [...trainStream(20_000)];
  expect(reports.map(({ steps }) => steps)).toEqual(Array.from({ length: 10 }, (_, i) => 2000 * (i + 1)));
  expect(reports[9].loss).toBeLessThan(0.1); // guessing: 1.386
  expect(reports[9].heapBytes - reports[1].heapBytes).toBeLessThan(2 ** 20);
});
