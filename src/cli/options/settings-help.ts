/** What help says of the settings of a task, from its schema and the doc comments beside it. */
import { settingSentences } from '../../../tasks/documentation/setting-sentences';
import { describeValues } from '../../../tasks/documentation/setting-values';
import { taskClass } from '../../node';

const WIDTH = 80;

/** One setting: what it means, what it may be, what it is unless given. */
interface Setting {
  name: string;
  sentence: string;
  values: string;
  /** Undefined where it follows from the data, or belongs to another kind of data. */
  standard?: unknown;
}

/** @throws ConfigError for a task that there is not. */
function settingsOfTask(taskName: string, given: object = {}): (Setting & { isOwn: boolean })[] {
  const { config, task } = new (taskClass(taskName))(given);
  const standards = new Map<string, unknown>(Object.entries(config));
  return Object.entries(task.settings).map(([name, entry]: [string, { default?: unknown }]) => ({
    name,
    sentence: settingSentences[taskName][name],
    values: describeValues(entry).replaceAll('`', ''),
    standard: standards.has(name) ? standards.get(name) : entry.default,
    isOwn: standards.has(name),
  }));
}

/** `tfseq train TASK --help`. @throws ConfigError for a task that there is not. */
export function settingsHelp(taskName: string): string {
  const settings = settingsOfTask(taskName).map(({ name, sentence, values, standard }) => {
    const usual = standard === undefined ? '' : `; default ${textOf(standard)}`;
    return [`  ${name}: ${values}${usual}`, ...wrapped(sentence.replaceAll('`', ''))].join('\n');
  });
  return `\nSettings of ${taskName}, for --set and --config:\n\n${settings.join('\n')}`;
}

/**
 * `tfseq init TASK`: every setting with its default, and before it what it means.
 * @param given settings in place of defaults; they choose the kind of data too
 */
export function startingConfig(taskName: string, given: object): string {
  const entries = settingsOfTask(taskName, given).flatMap(({ name, sentence, values, standard, isOwn }) => {
    const comment: [string, unknown] = [`// ${name}`, `${sentence.replaceAll('`', '')} (${values})`];
    return !isOwn || standard === undefined ? [] : [comment, [name, standard] as const];
  });
  const $schema = 'node_modules/tfjs-sequence/config.schema.json';
  return JSON.stringify({ $schema, ...Object.fromEntries(entries) }, null, 2);
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Words in lines of a terminal. */
function wrapped(sentence: string): string[] {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    if (lines[lines.length - 1].length + word.length + 7 > WIDTH) lines.push('');
    lines[lines.length - 1] += ` ${word}`;
  }
  return lines.map((line) => `     ${line}`);
}
