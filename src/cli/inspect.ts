/** `tfseq inspect`: what is in a bundle. */
import Table from 'cli-table3';
import { load } from '../../tasks';
import { note, print, printJSON } from './report';
import { figure } from './progress';

export async function inspect(location: string, options: { json?: boolean }): Promise<void> {
  const model = await load(location);
  const description = model.describe();
  model.dispose();
  if (options.json) return printJSON(description);

  const { task, config, parameters, labels, vocabulary, metrics, files, libraries } = description;
  print(`${task} in ${location}\n`);
  print(
    table(
      ['setting', 'value'],
      Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]),
    ),
  );
  print(`\n${labels.length} labels: ${labels.join(', ')}`);
  if (vocabulary)
    print(
      `${vocabulary.size.toLocaleString('en')} ids in the vocabulary, ${percent(vocabulary.coverage)} of the training tokens`,
    );
  const total = parameters.reduce((sum, { size }) => sum + size, 0);
  const rows = parameters.map(({ name, shape, size }) => [name, shape.join(' × '), size.toLocaleString('en')]);
  print(`\n${table(['parameter', 'shape', 'entries'], [...rows, ['all', '', total.toLocaleString('en')]])}`);
  for (const [name, figures] of Object.entries(metrics)) {
    print(
      `${name}: ${Object.entries(figures)
        .map(([metric, value]) => `${metric} ${figure(metric, value)}`)
        .join(', ')}`,
    );
  }
  const sizes = Object.entries(files).map(([path, { bytes }]) => `${path} ${bytes.toLocaleString('en')} bytes`);
  print(`\n${sizes.join(', ')}`);
  print(
    `written by ${Object.entries(libraries)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
  if (!Object.keys(metrics).length) note('no figures were saved with this bundle');
}

function table(head: string[], rows: string[][]): string {
  const drawn = new Table({ head, style: { head: [] } });
  drawn.push(...rows);
  return drawn.toString();
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
