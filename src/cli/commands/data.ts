/** `tfseq data list | show | fetch`: the registered data sets; `data check`: what is in a file. */
import type { Command } from 'commander';
import { fetchFiles } from '../../data/datasets/cache';
import { kinds } from '../../data/kinds';
import { registry, requireEntry } from '../../data/datasets/registry';
import type { RegistryEntry } from '../../data/datasets/registry/entry';
import { visibleText } from '../../display/visible-text';
import { nodeFileHost } from '../../platform/node-data';
import type { CheckOptions } from '../data-check/check';
import { addDataOptions, describeSplits, splitSizes } from '../options/data-options';
import { downloadNews } from '../output/verbosity';
import { jsonHelp, print, printJSON } from '../output/print';
import { table } from '../output/table';

interface Options {
  json?: boolean;
}

interface FetchOptions extends Options {
  timeout?: number;
}

export function define(data: Command): void {
  defineCheck(data);
  data
    .command('list')
    .description('name, task, size and whether its files are here')
    .option('--json', jsonHelp)
    .action((options: Options) => list(options));
  data
    .command('show <name>')
    .description('origin, licence, files, splits and first examples')
    .option('--json', jsonHelp)
    .action((name: string, options: Options) => show(name, options));
  data
    .command('fetch <name>')
    .description('download into the cache, once, and check by SHA-256; continues an interrupted download')
    .option('--timeout <seconds>', "longest wait for the server's next byte (default: 60)", Number)
    .option('--json', jsonHelp)
    .action((name: string, options: FetchOptions) => fetch(name, options));
}

function defineCheck(data: Command): void {
  const command = data
    .command('check <path>')
    .description(
      'what is in a file or data set: labels, lengths, duplicates, leaks, characters, what a task would truncate',
    )
    .option('--task <name>', 'the task that the data are for; default: by their kind')
    .option('--input-kind <kind>', 'which input, for a task that takes several kinds, if the file does not tell');
  addDataOptions(command, Object.values(kinds), ({ options }) => options)
    .option('--json', jsonHelp)
    .action(async (path: string, options: CheckOptions) => {
      const { check } = await import('../data-check/check'); // the tasks, which take a second to load
      await check(path, options);
    });
}

async function list(options: Options): Promise<void> {
  const rows = await Promise.all(
    registry.map(async (entry) => ({
      name: entry.name,
      kind: entry.kind,
      task: entry.task,
      description: entry.description,
      bytes: bytesOf(entry),
      here: await locationOf(entry),
    })),
  );
  if (options.json) return printJSON(rows);
  const cells = rows.map((row) => [row.name, row.kind, row.task, size(row.bytes), row.here, row.description]);
  print(
    `${table(cells, { head: ['name', 'kind', 'task', 'size', 'here', 'what'], right: (column) => column === 3 })}\n`,
  );
  print('tfseq data show NAME has origin, licence and splits; TFSEQ_DATA_DIR names a folder with copies.');
}

async function show(name: string, options: Options): Promise<void> {
  const entry = requireEntry(name);
  const known = Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value !== 'function'));
  const here = await locationOf(entry);
  const kind = kinds[entry.kind];
  const splits = here === 'no' ? undefined : (await kind.open(name, nodeFileHost(), {})).splits;
  const counts = splits && splitSizes(splits);
  const examples = splits?.train.slice(0, 3);
  if (options.json) return printJSON({ ...known, here, counts, examples: examples?.map((one) => kind.document(one)) });

  print(`${entry.name}: ${entry.description}\n`);
  const files = entry.files.map(({ name: file, bytes, sha256 }) => `${file}, ${size(bytes)}, sha256 ${sha256}`);
  const facts: Record<string, readonly string[]> = {
    kind: [entry.kind],
    task: [entry.task],
    origin: entry.origin,
    licence: [entry.licence],
    citation: [entry.citation],
    splits: [entry.splitRule, ...(splits ? [describeSplits(splits)] : [])],
    files: files.length ? files : ['none: it is part of the package'],
    notes: entry.notes,
    here: [here === 'no' ? `no: tfseq data fetch ${name}` : here],
  };
  for (const [title, values] of Object.entries(facts))
    values.forEach((value, i) => print(`${(i ? '' : title).padEnd(10)}${value}`));
  if (examples) print(`\n${examples.map((one) => columns(kind.line(one))).join('\n')}`);
}

async function fetch(name: string, { json, timeout }: FetchOptions): Promise<void> {
  const entry = requireEntry(name);
  const onProgress = downloadNews();
  const files = await fetchFiles(entry, nodeFileHost(), { onProgress, timeoutSeconds: timeout });
  if (json)
    return printJSON(files.map(({ file, path, from }) => ({ name: file.name, path, from, sha256: file.sha256 })));
  if (!files.length) print(`${name} is part of the package; there is nothing to fetch.`);
  for (const { path, from } of files)
    print(
      `${path}  ${from === 'download' ? 'downloaded' : `found in the ${from === 'local' ? 'local copy' : 'cache'}`}, sha256 right`,
    );
}

/** Text of examples, in columns separated by tabs. */
const columns = (line: string) => line.split('\t').map(visibleText).join('\t');

const bytesOf = ({ files }: RegistryEntry) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Where all files of a data set are, by name and size; the hashes are checked when it is used. */
async function locationOf({ files, folder }: RegistryEntry): Promise<'package' | 'local' | 'cache' | 'no'> {
  const host = nodeFileHost();
  const areIn = async (directory: string | undefined) => {
    if (directory === undefined) return false;
    for (const file of files) {
      const forms = file.alternative ? [file, file.alternative] : [file];
      const sizes = await Promise.all(forms.map(({ name }) => host.describe(`${directory}/${folder}/${name}`)));
      if (!forms.some(({ bytes }, i) => sizes[i].bytes === bytes)) return false;
    }
    return true;
  };
  if (!files.length) return 'package';
  if (await areIn(host.localDirectory)) return 'local';
  return (await areIn(host.cacheDirectory)) ? 'cache' : 'no';
}

function size(bytes: number): string {
  if (!bytes) return '–';
  return bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
