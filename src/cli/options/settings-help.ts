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
  /** Undefined where it always follows from the training data, or belongs to another kind of data. */
  standard?: unknown;
  /** Whether the training data may decide it. */
  followsData: boolean;
  /** Of the kind of data that the given settings are for. */
  isOwn: boolean;
}

/** @throws ConfigError for a task that there is not. */
function settingsOfTask(taskName: string, given: object = {}): Setting[] {
  const { config, task } = new (taskClass(taskName))(given);
  const standards = new Map<string, unknown>(Object.entries(config));
  return Object.entries(task.settings).map(([name, entry]: [string, { type: string; default?: unknown }]) => {
    const isOwn = standards.has(name);
    const isOpen = entry.type === 'optional' && entry.default === undefined;
    const followsData = (isOpen || task.inferredSettings?.includes(name) === true) && !Object.hasOwn(given, name);
    const standard = isOwn ? standards.get(name) : entry.default;
    return {
      name,
      sentence: settingSentences[taskName][name],
      values: describeValues(entry).replaceAll('`', ''),
      standard: isOpen && followsData ? undefined : standard,
      followsData,
      isOwn,
    };
  });
}

/** `tfseq train TASK --help`. @throws ConfigError for a task that there is not. */
export function settingsHelp(taskName: string): string {
  const settings = settingsOfTask(taskName).map(({ name, sentence, values, standard, followsData }) => {
    const usual = standard === undefined ? '' : `; default ${textOf(standard)}`;
    const ofData = standard === undefined ? '; default: from the data' : `${usual}, or from the data`;
    const start = `  ${name}: ${values}${followsData ? ofData : usual}`;
    return [start, ...wrapped(sentence.replaceAll('`', ''))].join('\n');
  });
  return `\nSettings of ${taskName}, for --set and --config:\n\n${settings.join('\n')}`;
}

/**
 * `tfseq init TASK`: every setting with its default, and before it what it means. What follows from the training data
 * has the comment alone.
 * @param given settings in place of defaults; they choose the kind of data too
 */
export function startingConfig(taskName: string, given: object): string {
  const entries = settingsOfTask(taskName, given).flatMap(
    ({ name, sentence, values, standard, followsData, isOwn }): [string, unknown][] => {
      if (!isOwn) return [];
      const usual = followsData ? '; left out: from the data' : '';
      const comment: [string, unknown] = [`// ${name}`, `${sentence.replaceAll('`', '')} (${values}${usual})`];
      return followsData || standard === undefined ? [comment] : [comment, [name, standard]];
    },
  );
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
