/** `tfseq doctor`: what is here, what is not and why, and the command that gets it. */
import Table from 'cli-table3';
import pc from 'picocolors';
import { describeBackends, version } from '../node';
import { print, printJSON } from './report';

export async function doctor(options: { json?: boolean }): Promise<void> {
  const backends = await describeBackends();
  const versions = {
    'tfjs-sequence': version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  };
  if (options.json) return printJSON({ versions, backends });

  print(
    Object.entries(versions)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  const table = new Table({
    head: ['backend', '', 'version', 'details'],
    style: { head: [] },
    wordWrap: true,
    colWidths: [12, 8, 10, 70],
  });
  for (const status of backends) {
    const details = status.available ? status.details : [status.reason, status.fix].filter(Boolean).join('. ');
    table.push([
      status.name,
      status.available ? pc.green('ready') : pc.yellow('not'),
      status.version ?? '–',
      details ?? '',
    ]);
  }
  print(table.toString());
  print('auto takes wasm; tensorflow is used where --backend tensorflow asks for it.');
}
