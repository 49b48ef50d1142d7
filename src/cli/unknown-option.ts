/** Options that a command does not have: reported before those that are missing, which commander looks for first. */
import type { Command } from 'commander';
import { nearest } from '../spelling';

/**
 * @param scratch defined as the command; it is used up
 * @param settings what `--set` takes: names that a user may have meant
 * @throws CommanderError, after it is printed
 */
export function refuseUnknownOption(
  command: Command,
  scratch: Command,
  args: readonly string[],
  settings: readonly string[],
): void {
  if (command.commands.length > 0 || args.some(isHelp)) return; // subcommands look for themselves
  const { unknown } = scratch.exitOverride().parseOptions([...args]);
  const at = unknown.findIndex((arg) => arg.startsWith('-') && arg !== '-');
  if (at < 0) return;
  const [flag, ...rest] = unknown[at].split('=');
  const next = unknown[at + 1] as string | undefined;
  const value = rest.length ? rest.join('=') : next?.startsWith('-') ? undefined : next;
  const advice = adviceFor(flag, value, longFlags(command), settings);
  command.error(`error: unknown option ${flag}${advice ? `. ${advice}` : ''}`);
}

const longFlags = ({ options }: Command): string[] => options.flatMap(({ long }) => long ?? []);

/** A setting may be written as a flag would be, its words joined by hyphens. */
function adviceFor(flag: string, value = '…', flags: readonly string[], settings: readonly string[]) {
  const name = flag.replace(/^-+/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (settings.includes(name)) return `It is a setting: write --set ${name}=${value}`;
  const near = nearest(flag, flags);
  if (near !== undefined) return `Did you mean ${near}?`;
  const setting = nearest(name, settings);
  return setting && `Did you mean --set ${setting}=${value}?`;
}

const isHelp = (arg: string) => arg === '--help' || arg === '-h';
