/** What can be done with a bundle that was just saved: command lines to copy. */
import { isGeneratingModel } from '../../../tasks/model/generating-model';
import type { DataKind, DataOptions } from '../../data/example-kind';
import { shellQuoted as quoted } from '../../wording';
import { asFlags } from '../options/data-options';

/** How the data were given. What the bundle remembers of reading them need not be given again to a command on it. */
export interface DataSource {
  kind: DataKind;
  data: string;
  /** Where the name of the file does not tell. */
  inputKind?: string;
  options: DataOptions;
}

/** The settings that a model was trained with, as far as somebody gave them. */
export interface GivenSettings {
  /** A file for `--config`. */
  config?: string;
  settings: Readonly<Record<string, unknown>>;
}

/** A training that follows from one that has ended. */
export interface FurtherTraining {
  bundle: string;
  data: DataSource;
  given: GivenSettings;
  /** In place of those. */
  settings: Readonly<Record<string, unknown>>;
}

export function nextCommands(bundle: string, data: DataSource, model: object): string[] {
  const { kind } = data;
  const generates = isGeneratingModel(model) && model.continuesPrompt;
  const [label] = generates ? model.startLabels : [];
  return [
    ...(generates
      ? [`npx tfseq generate ${quoted(bundle)} ${label === undefined ? '--length 300' : `--label ${quoted(label)}`}`]
      : []),
    `npx tfseq predict ${quoted(bundle)} ${kind.inputs.unit === 'recordings' ? '--input FILE' : '"…"'}`,
    `npx tfseq evaluate ${quoted(bundle)} ${dataFlags(data, true)}`,
    `npx tfseq inspect ${quoted(bundle)}`,
  ];
}

/** What trains a bundle on, into a folder beside it: it keeps its settings and how its data are read. */
export function continueCommand(task: string, { bundle, data, settings }: FurtherTraining): string {
  const places = `--out ${quoted(beside(bundle, 'longer'))} --continue-from ${quoted(bundle)}`;
  return `npx tfseq train ${task} ${dataFlags(data, true)} ${places}${setFlags(settings)}`;
}

/** What trains a new model, with other settings, into a folder beside it that is called after the first of these. */
export function trainCommand(task: string, { bundle, data, given, settings }: FurtherTraining): string {
  const place = `--out ${quoted(beside(bundle, Object.keys(settings).join('-')))}`;
  return `npx tfseq train ${task} ${dataFlags(data, false)} ${place}${givenFlags(given, settings)}`;
}

/**
 * What trains a model with the settings that a search has left beside the bundle, into another folder.
 * @param files that training takes beside the data, as flags
 */
export function trainFoundCommand(task: string, bundle: string, data: DataSource, files: readonly string[]): string {
  const config = ['--config', `${bundle.replace(/(?<=.)\/+$/, '')}/config.json`, '--out', beside(bundle, 'trained')];
  return ['npx tfseq train', task, dataFlags(data, false), ...[...files, ...config].map(quoted)].join(' ');
}

/** What searches for settings, into a folder beside the bundle. Settings that are given are not searched, so none are. */
export function tuneCommand(task: string, { bundle, data }: FurtherTraining): string {
  return `npx tfseq tune ${task} ${dataFlags(data, false)} --minutes 10 --out ${quoted(beside(bundle, 'tuned'))}`;
}

const beside = (bundle: string, name: string) => `${bundle.replace(/(?<=.)\/+$/, '')}-${name}`;

function givenFlags({ config, settings }: GivenSettings, instead: FurtherTraining['settings']): string {
  const file = config === undefined ? '' : ` --config ${quoted(config)}`;
  return file + setFlags({ ...settings, ...instead });
}

function setFlags(settings: Readonly<Record<string, unknown>>): string {
  const values = Object.entries(settings).map(([name, value]) => quoted(`${name}=${settingText(value)}`));
  return values.length ? ` --set ${values.join(' ')}` : '';
}

/** As `--set` reads it. */
const settingText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function dataFlags({ kind, data, inputKind, options }: DataSource, isRemembered: boolean): string {
  const known = new Map(kind.options.map((one) => [one.name, one]));
  const again = Object.entries(options).filter(([name, value]) => {
    const option = known.get(name);
    return option?.flag !== undefined && !(isRemembered && option.remembered) && !Array.isArray(value); // a list is of columns that training found
  });
  const kindFlags = inputKind === undefined ? [] : ['--input-kind', inputKind];
  return ['--data', data, ...kindFlags, ...asFlags(Object.fromEntries(again))].map(quoted).join(' ');
}
