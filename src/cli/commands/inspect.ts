/** `tfseq inspect`: what is in a bundle. */
import type { Command } from 'commander';
import { loadManifest } from '../../bundle/store';
import { load } from '../../node';
import { platform } from '../../platform/platform';
import { formatMetric } from '../../display/format';
import { visibleText } from '../../display/visible-text';
import type { SavedMetrics } from '../../metrics/metric-types';
import { bundleHelp, jsonHelp, printJSON, printPlain } from '../output/print';
import { table } from '../output/table';

export const define = (command: Command): Command =>
  command
    .argument('<dir>', bundleHelp)
    .option('--json', jsonHelp)
    .action((location: string, options: { json?: boolean }) => inspect(location, options));

async function inspect(location: string, options: { json?: boolean }): Promise<void> {
  const { files, info } = await loadManifest(platform().openStore(location));
  const model = await load(location);
  const description = { ...model.describe(), files, libraries: info.libraries };
  model.dispose();
  if (options.json) return printJSON(description);

  const { task, config, labels, encoder, parameters, parameterCount, metrics, baselines } = description;
  printPlain(`${task} in ${location}, written by ${list(info.libraries, (version) => version)}\n`);
  printPlain(
    table(Object.entries(config).map(([key, value]) => [visibleText(key), visibleText(JSON.stringify(value))])),
  );
  if (labels.length) printPlain(`\n${labels.length} labels: ${labels.map(visibleText).join(', ')}`);
  printPlain(list(encoder, (value) => (Number.isInteger(value) ? count(value) : value.toFixed(4))));

  const rows = parameters.map(({ name, shape, size }) => [name, shape.join(' × '), count(size)]);
  const right = (column: number) => column > 0;
  printPlain(
    `\n${table([...rows, ['all', '', count(parameterCount)]], { head: ['parameter', 'shape', 'entries'], right })}`,
  );

  printPlain(`\n${metricsTable({ 'this model': metrics, ...baselines })}`);
  if (description.trainedOn) printPlain(`trained on   ${description.trainedOn}`);
  if (description.measuredOn) printPlain(`measured on  ${description.measuredOn}`);
  printPlain(`\nfiles: ${list(files, ({ bytes }) => `${count(bytes)} bytes`)}`);
}

function metricsTable(models: Record<string, SavedMetrics>): string {
  const names = Object.keys(models['this model']);
  if (!names.length) return 'no metrics were saved with it';
  const rows = Object.entries(models).map(([model, metrics]) => [
    visibleText(model),
    ...names.map((name) => formatMetric(name, metrics[name])),
  ]);
  return table(rows, { head: ['', ...names.map(visibleText)], right: (column) => column > 0 });
}

const list = <T>(entries: Record<string, T>, describe: (value: T) => string) =>
  Object.entries(entries)
    .map(([name, value]) => `${visibleText(name)} ${visibleText(describe(value))}`)
    .join(', ');

const count = (value: number) => value.toLocaleString('en');
