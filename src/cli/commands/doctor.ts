/** `tfseq doctor`: the backends that are available, why others are not, and the command that gets them. */
import type { Command } from 'commander';
import pc from 'picocolors';
import {
  type BackendStatus,
  describeBackends,
  describeKernels,
  describeRuntime,
  type KernelChoice,
  startRuntime,
  version,
} from '../../node';
import { jsonHelp, print, printJSON } from '../output/print';
import { table } from '../output/table';

export const define = (command: Command): Command =>
  command.option('--json', jsonHelp).action((options: { json?: boolean }) => doctor(options));

async function doctor(options: { json?: boolean }): Promise<void> {
  const backends = await describeBackends();
  await startRuntime().catch(() => undefined); // why not is in its description
  const webassembly = describeRuntime();
  const kernels = describeKernels(backends.filter(({ available }) => available).map(({ name }) => name));
  const { node } = process.versions;
  const versions = { 'tfjs-sequence': version, node, platform: `${process.platform} ${process.arch}` };
  if (options.json) return printJSON({ versions, backends, kernels, webassembly });

  const title = Object.entries(versions).map(([name, value]) => `${name} ${value}`);
  print(`${title.join(', ')}\n`);
  print(table(backends.map(row), { head: ['backend', '', 'version', 'details'] }));
  for (const { name, available, fix } of backends) if (!available && fix) print(`\nTo get ${name}: ${fix}`);
  print('\nauto takes wasm; tensorflow is used where --backend tensorflow asks for it.');
  printKernels(kernels, webassembly);
}

const row = ({ name, available, version: its = '–', details = '', reason = '' }: BackendStatus) => [
  name,
  available ? pc.green('ready') : pc.yellow('not here'),
  its,
  available ? details : reason,
];

function printKernels(choices: KernelChoice[], webassembly: ReturnType<typeof describeRuntime>): void {
  const rows = grouped(choices, ({ backend, kernel }) => [backend, kernel]);
  print(`\n${table(rows.map(kernelRow), { head: ['backend', 'kernel', 'cells'] })}`);
  const first = choices.filter(({ passedOver }) => !passedOver.length);
  for (const group of grouped(first, ({ kernel, reason }) => [kernel, reason])) {
    const backends = [...new Set(group.map(({ backend }) => backend))];
    print(`\n${group[0].kernel} on ${backends.join(', ')}: ${group[0].reason}.`);
  }
  const refusals = choices.flatMap(({ backend, passedOver }) => passedOver.map((refusal) => ({ backend, ...refusal })));
  for (const group of grouped(refusals, ({ kernel, reason }) => [kernel, reason])) {
    const [{ kernel, reason, fix }] = group;
    const backends = [...new Set(group.map(({ backend }) => backend))];
    print(`\nNot ${kernel} on ${backends.join(', ')}: ${reason}. ${fix ?? ''}`);
  }
  if (!('unavailable' in webassembly)) {
    const { threads, variant, memory, reasons } = webassembly;
    print(`\nwebassembly: threads ${threads}, ${variant}, ${memory} memory`);
    for (const reason of reasons) print(`  not faster: ${reason}`);
  }
  print('\nA cell of your own runs on the generic kernel.');
}

const kernelRow = (group: KernelChoice[]) => [
  group[0].backend,
  group[0].kernel,
  group.map(({ cell }) => cell).join(', '),
];

function grouped<Item>(items: Item[], key: (item: Item) => string[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const text = key(item).join('\n');
    groups.set(text, [...(groups.get(text) ?? []), item]);
  }
  return [...groups.values()];
}
