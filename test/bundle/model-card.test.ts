import { modelCard } from '../../src/bundle/model-card';
import { exampleContent } from './example';

test('the card of the example', () => {
  const { info, weights } = exampleContent();
  expect(modelCard(info, weights)).toMatchSnapshot();
});

test('without figures and labels', () => {
  const { info, weights } = exampleContent();
  const card = modelCard({ ...info, labels: [], metrics: {}, trainedOn: undefined, measuredOn: undefined }, weights);
  expect(card).toContain('None were recorded');
  expect(card).not.toMatch(/Labels|undefined/);
});

test('text from data stays text', () => {
  const { info, weights } = exampleContent();
  const labels = ['a | b', '<script>alert(1)</script>', '[x](http://example.org)\n# heading'];
  const card = modelCard({ ...info, labels, config: { note: '```\n# heading' } }, weights);
  expect(card).toContain('a \\| b, \\<script\\>alert\\(1\\)\\</script\\>, \\[x\\]\\(http://example.org\\) \\# heading');
  expect(card).not.toMatch(/^# heading/m);
  expect(card).toContain('````json');
});
