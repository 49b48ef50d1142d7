/** `tfseq inspect`: what is in a bundle. */
import Table from 'cli-table3';
import { loadManifest } from '../bundle/store';
import { load } from '../node';
import { platform } from '../platform/platform';
import { figure } from './progress';
import { print, printJSON } from './report';

export async function inspect(location: string, options: { json?: boolean }): Promise<void> {
  const { files, info } = await loadManifest(platform().openStore(location));
  const model = await load(location);
  const description = { ...model.describe(), files, libraries: info.libraries };
  model.dispose();
  if (options.json) return printJSON(description);

  const { task, config, labels, encoder, parameters, parameterCount, metrics, baselines } = description;
  print(`${task} in ${location}\n`);
  print(
    table(
      ['setting', 'value'],
      Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]),
    ),
  );
  print(`\n${labels.length} labels: ${labels.join(', ')}`);
  print(
    Object.entries(encoder)
      .map(([name, value]) => `${name} ${value < 1 ? value.toFixed(4) : value}`)
      .join(', '),
  );
  const rows = parameters.map(({ name, shape, size }) => [name, shape.join(' × '), count(size)]);
  print(`\n${table(['parameter', 'shape', 'entries'], [...rows, ['all', '', count(parameterCount)]])}`);
  for (const [name, figures] of Object.entries({ 'this model': metrics, ...baselines })) {
    print(
      `${name}: ${
        Object.entries(figures)
          .map(([metric, value]) => `${metric} ${figure(metric, value ?? NaN)}`)
          .join(', ') || 'no figures were saved'
      }`,
    );
  }
  if (description.measuredOn) print(`measured on ${description.measuredOn}`);
  print(
    `\n${Object.entries(files)
      .map(([path, { bytes }]) => `${path} ${count(bytes)} bytes`)
      .join(', ')}`,
  );
  print(
    `written by ${Object.entries(libraries)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
}

function table(head: string[], rows: string[][]): string {
  const drawn = new Table({ head, style: { head: [] } });
  drawn.push(...rows);
  return drawn.toString();
}

const count = (value: number) => value.toLocaleString('en');
