/** `tfseq doctor`: what is here, what is not and why, and the command that gets it. */
import pc from 'picocolors';
import { type BackendStatus, describeBackends, version } from '../node';
import { print, printJSON } from './report';
import { table } from './table';

export async function doctor(options: { json?: boolean }): Promise<void> {
  const backends = await describeBackends();
  const { node } = process.versions;
  const versions = { 'tfjs-sequence': version, node, platform: `${process.platform} ${process.arch}` };
  if (options.json) return printJSON({ versions, backends });

  const title = Object.entries(versions).map(([name, value]) => `${name} ${value}`);
  print(`${title.join(', ')}\n`);
  print(table(backends.map(row), { head: ['backend', '', 'version', 'details'] }));
  for (const { name, available, fix } of backends) if (!available && fix) print(`\nTo get ${name}: ${fix}`);
  print('\nauto takes wasm; tensorflow is used where --backend tensorflow asks for it.');
}

const row = ({ name, available, version: its = '–', details = '', reason = '' }: BackendStatus) => [
  name,
  available ? pc.green('ready') : pc.yellow('not here'),
  its,
  available ? details : reason,
];
