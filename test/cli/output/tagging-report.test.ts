import { fileNames } from '../../../src/cli/output/tagging-report';
import { timelineSpec } from '../../../src/charts/timeline';

it('files of recordings have names of their own, also where names differ by a sign or the case only', () => {
  expect(fileNames(['a/b', 'a b', 'A_B', 'a_b-2', 'c'])).toEqual(['a_b', 'a_b-2', 'A_B-3', 'a_b-2-2', 'c']);
});

it.each([
  [10, { scheme: 'tableau10' }],
  [11, { scheme: 'tableau20' }],
])('%d labels have colours of their own', (count, expected) => {
  expect(JSON.stringify(specOf(count))).toContain(JSON.stringify(expected).slice(1, -1));
});

it('more labels than a scheme has colours too', () => {
  const colours = JSON.stringify(specOf(40)).match(/hsl\([^)]*\)/g);
  expect(new Set(colours).size).toBe(40);
});

function specOf(count: number) {
  const labels = Array.from({ length: count }, (_, k) => `l${k}`);
  return timelineSpec('r', labels, labels, labels);
}
