/** `tfseq init TASK > config.json`: a configuration to start from, with what every setting means. */
import type { Command } from 'commander';
import { tasks } from '../../../tasks';
import { oneOf } from '../../display/format';
import { type SettingOptions, settingsOf } from '../options/settings';
import { startingConfig } from '../options/settings-help';
import { print } from '../output/print';

export function define(command: Command): void {
  command
    .argument('<task>', oneOf(tasks.map(({ name }) => name)))
    .addHelpText(
      'after',
      '\nExample:\n  tfseq init TASK > config.json\n  tfseq train TASK --data FILE --config config.json --out runs/mine',
    )
    .option('--set <key=value...>', 'settings that differ from the defaults, such as epochs=3')
    .action((task: string, options: SettingOptions) => print(startingConfig(task, settingsOf(options))));
}
