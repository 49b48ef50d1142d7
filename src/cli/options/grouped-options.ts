/** Options that several kinds of data or several tasks offer: each flag once, with what it means for each of them. */
import type { Command } from 'commander';

export interface GroupedOption {
  /** With its placeholder: `--label-column <name>`. */
  flag: string;
  help: string;
  /** Which kind of data, or which task. */
  group: string;
}

/** @param groups how many there are in all: an option that all have alike is not prefixed by their names */
export function addGroupedOptions(command: Command, rows: readonly GroupedOption[], groups: number): Command {
  const flags = new Map<string, GroupedOption[]>();
  for (const row of rows) {
    const [name] = row.flag.split(' ');
    flags.set(name, [...(flags.get(name) ?? []), row]);
  }
  for (const same of flags.values()) command.option(same[0].flag, helpOf(same, groups));
  return command;
}

function helpOf(rows: readonly GroupedOption[], groups: number): string {
  const names = new Map<string, Set<string>>();
  for (const { help, group } of rows) names.set(help, (names.get(help) ?? new Set()).add(group));
  const [only, ...others] = names;
  if (others.length === 0 && only[1].size === groups) return only[0];
  return Array.from(names, ([help, users]) => `${[...users].join(', ')}: ${help}`).join('; ');
}
