/** `--config FILE` and `--set key=value` → one configuration. */
import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { ConfigError, show } from '../../errors';
import { checkKind } from '../../platform/node-data';
import { tasks } from '../../../tasks';

export interface SettingOptions {
  config?: string;
  set?: string[];
  seed?: string;
}

export const withSettings = (command: Command): Command =>
  command
    .option('--config <file>', 'settings as a JSON file (tfseq init TASK writes one)')
    .option('--set <key=value...>', 'single settings, such as cell=gru hiddenSize=128; they override --config')
    .option('--seed <n>', 'random seed: the same seed gives the same model');

/** Later wins: file, then `--set`, then `--seed`. @throws ConfigError naming the file or the setting. */
export function settingsOf({ config, set = [], seed }: SettingOptions): Record<string, unknown> {
  const settings = new Map<string, unknown>(config ? Object.entries(readConfig(config)).filter(isSetting) : []);
  for (const setting of set) {
    const at = setting.indexOf('=');
    if (at < 1) {
      throw new ConfigError({
        where: `--set ${setting}`,
        problem: 'there is no key=value',
        expected: 'for example hiddenSize=128',
        fix: 'Write key, equals sign and value without blanks, and --set after the other arguments',
      });
    }
    settings.set(setting.slice(0, at), parseValue(setting.slice(at + 1)));
  }
  if (seed !== undefined) settings.set('seed', parseValue(seed));
  return Object.fromEntries(settings);
}

/** `$schema` is for editors, and a key that begins with // is a comment. */
const isSetting = ([key]: [string, unknown]) => key !== '$schema' && !key.startsWith('//');

function readConfig(file: string): object {
  let value: unknown;
  try {
    checkKind(file, statSync(file));
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError({
      where: `--config ${file}`,
      problem: cause instanceof Error ? cause.message : String(cause),
      expected: 'a readable JSON file',
      fix: 'Check the path and the file',
      cause,
    });
  }
  if (value && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new ConfigError({
    where: `--config ${file}`,
    problem: `the file holds ${show(value)}`,
    expected: 'an object such as {"cell": "gru"}',
    fix: 'Write the settings as one JSON object',
  });
}

/** JSON where it is JSON (numbers, true, {…}), else the text itself. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What `--set` takes for a task; nothing for a name that is none. */
export const settingNamesOf = (taskName: string): string[] =>
  Object.keys(tasks.find(({ name }) => name === taskName)?.settings ?? {});
