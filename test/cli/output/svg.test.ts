import { ConfigError } from '../../../src/errors';
import { requireCharts } from '../../../src/cli/output/svg';

test('packages that draw charts are optional: one that is missing is named, with what installs it', () => {
  const check = () => requireCharts('evaluate --report', ['vega', 'vega-missing']);
  expect(check).toThrow(ConfigError);
  expect(check).toThrow('tfseq evaluate --report: charts are drawn by packages that are not installed: vega-missing');
  expect(check).toThrow('npm install vega@6 vega-lite@6');
  expect(() => requireCharts('evaluate --report')).not.toThrow();
});
