/** What can be done with a bundle that was just saved: command lines to copy. */
import type { DataKind, DataOptions } from '../../data/example-kind';
import { shellQuoted as quoted } from '../../wording';
import { asFlags } from '../options/data-options';

/** @param options how the data were read; what the bundle remembers of them need not be given again */
export function nextCommands(kind: DataKind, out: string, data: string, options: DataOptions): string[] {
  const bundle = quoted(out);
  return [
    `npx tfseq predict ${bundle} ${kind.inputs.unit === 'recordings' ? '--input FILE' : '"…"'}`,
    `npx tfseq evaluate ${bundle} ${dataFlags(kind, data, options)}`,
    `npx tfseq inspect ${bundle}`,
  ];
}

/** What trains a bundle on, into a folder beside it. */
export function continueCommand(task: string, kind: DataKind, out: string, data: string, options: DataOptions): string {
  const bundle = out.replace(/(?<=.)\/+$/, '');
  const places = `--out ${quoted(`${bundle}-longer`)} --continue-from ${quoted(bundle)}`;
  return `npx tfseq train ${task} ${dataFlags(kind, data, options)} ${places}`;
}

function dataFlags(kind: DataKind, data: string, options: DataOptions): string {
  const remembered = new Set(kind.options.filter((one) => one.remembered).map(({ name }) => name));
  const again = Object.fromEntries(Object.entries(options).filter(([name]) => !remembered.has(name)));
  return ['--data', quoted(data), ...asFlags(again).map(quoted)].join(' ');
}
