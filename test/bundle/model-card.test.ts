import { modelCard } from '../../src/bundle/model-card';
import { exampleContent } from './example';

test('the card of the example', () => {
  const { info, weights, topology } = exampleContent();
  expect(modelCard(info, weights, topology)).toMatchSnapshot();
});

test('without figures and labels', () => {
  const { info, weights, topology } = exampleContent();
  const card = modelCard(
    { ...info, labels: [], metrics: {}, trainedOn: undefined, measuredOn: undefined },
    weights,
    topology,
  );
  expect(card).toContain('None were recorded');
  expect(card).not.toMatch(/Labels|undefined/);
});

test('of a network that TensorFlow.js does not open alone', () => {
  const { info, weights, topology } = exampleContent();
  expect(modelCard(info, weights, topology)).toContain('loadLayersModel');
  const card = modelCard(info, weights, {});
  expect(card).not.toMatch(/loadLayersModel|format of TensorFlow|Unknown layer/);
  expect(card).toContain("from 'tfjs-sequence/node'");
  expect(card).toContain('Nothing else opens it');
});

test('text from data stays text', () => {
  const { info, weights, topology } = exampleContent();
  const labels = ['a | b', '<script>alert(1)</script>', '[x](http://example.org)\n# heading'];
  const card = modelCard({ ...info, labels, config: { note: '```\n# heading' } }, weights, topology);
  expect(card).toContain('a \\| b, \\<script\\>alert\\(1\\)\\</script\\>, \\[x\\]\\(http://example.org\\) \\# heading');
  expect(card).not.toMatch(/^# heading/m);
  expect(card).toContain('````json');
});
