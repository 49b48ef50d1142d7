/**
 * `history.jsonl` and `config.json` in `--out`: what happened in a run, a record a line, and its settings as `--config`
 * takes them. They are written with every checkpoint, so that a run that was killed and resumed has each epoch once: the
 * records of epochs that the checkpoint does not know go, those that were not written any more come from it.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../errors';
import { fileError } from '../platform/file-errors';
import type { TrainingEvent } from '../node';

const historyFile = 'history.jsonl';
export const configFile = 'config.json';

type StartEvent = Extract<TrainingEvent, { type: 'start' }>;
type EpochRecord = StartEvent['history'][number];

/** A record of the file; what else it has depends on its type. */
interface HistoryRecord {
  type: 'start' | 'resume' | 'epoch' | 'end' | 'evaluation';
  /** When it was written, ISO 8601. */
  time: string;
  epoch?: number;
}

export class RunHistory {
  private records: HistoryRecord[] = [];

  /**
   * @param about what the first record says of the run: data, seed, versions
   * @param model whose settings are read when they are written: `fit` fills in those that follow from the data
   */
  constructor(
    private readonly out: string,
    readonly about: () => object,
    private readonly model: { readonly config: object },
  ) {}

  /** @throws BundleError where it cannot be written. */
  add(event: TrainingEvent): void {
    if (event.type === 'start') this.begin(event);
    else if (event.type === 'epoch') this.records.push(epochRecord(event));
    else if (event.type === 'checkpoint') this.write();
    else if (event.type === 'end') {
      const { reason, epochs, globalStep, weights, bestEpoch, bestValue } = event;
      this.finish('end', { reason, epochs, updates: globalStep, weights, bestEpoch, bestValue });
    }
  }

  /** The last record: what the trained model was measured on, and with which metrics. */
  evaluated(document: object): void {
    this.finish('evaluation', document);
  }

  private begin({ type, history, ...sizes }: StartEvent): void {
    const isResumed = sizes.globalStep > 0;
    const written = isResumed ? readHistory(this.out) : [];
    const known = new Set(written.map(({ epoch }) => epoch));
    const missing = history.filter(({ epoch }) => !known.has(epoch)).map(epochRecord);
    this.records = [
      ...written.filter(({ epoch }) => epoch === undefined || epoch <= history.length),
      ...missing,
      recordOf({ type: isResumed ? 'resume' : type, ...this.about(), ...sizes }),
    ];
  }

  private finish(type: 'end' | 'evaluation', content: object): void {
    this.records.push(recordOf({ type, ...content }));
    this.write();
  }

  private write(): void {
    const lines = this.records.map((record) => `${JSON.stringify(record)}\n`).join('');
    replaceFile(this.out, historyFile, lines);
    replaceFile(this.out, configFile, `${JSON.stringify(this.model.config, null, 2)}\n`);
  }
}

const epochRecord = ({ epoch, train, validation, learningRate, seconds }: EpochRecord) =>
  recordOf({ type: 'epoch', epoch, train, validation, learningRate, seconds });

const recordOf = <Content extends { type: HistoryRecord['type'] }>({ type, ...content }: Content) => ({
  type,
  time: new Date().toISOString(),
  ...content,
});

function replaceFile(out: string, name: string, text: string): void {
  const path = join(out, name);
  const unfinished = join(out, `.saving-${name}`);
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    throw fileError('save', path, error);
  }
}

/** Nothing where there is none, and of a file that is cut or was edited the lines that can be read. */
export function readHistory(out: string): HistoryRecord[] {
  const path = join(out, historyFile);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').flatMap(parseRecord);
}

function parseRecord(line: string): HistoryRecord[] {
  try {
    const record = JSON.parse(line) as Partial<HistoryRecord> | null;
    return typeof record?.type === 'string' && typeof record.time === 'string' ? [record as HistoryRecord] : [];
  } catch {
    return [];
  }
}

/** @throws ConfigError where a file of such a name in `--out` is not of a run, and so a user's. */
export function refuseForeignHistory(out: string): void {
  const there = [historyFile, configFile].filter((name) => existsSync(join(out, name)));
  if (there.length === 0 || readHistory(out).some(({ type }) => type === 'start')) return;
  throw new ConfigError({
    where: `tfseq train --out ${out}`,
    problem: `${there.join(' and ')} in it ${there.length > 1 ? 'were' : 'was'} not written by a training, which would replace ${there.length > 1 ? 'them' : 'it'}`,
    expected: 'a folder without a file of that name',
    fix: 'Move it, or choose another --out',
  });
}
