import { main } from '../../examples/own-model';

test('a model of one’s own learns with the training loop', async () => {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((...parts) => void lines.push(parts.join(' ')));
  await main();
  log.mockRestore();
  const accuracies = lines.map((line) => Number(line.split(' ').at(-1)));
  expect(accuracies).toHaveLength(13);
  expect(accuracies[0]).toBeLessThan(0.7);
  expect(accuracies.at(-1)).toBeGreaterThan(0.9);
});
