/**
 * How messages name options: `labelColumn` for who writes code, `--label-column` for who is on the command line. A text
 * that names one is a function of the wording; errors and notes are worded where they are shown.
 */
export interface Wording {
  /** An option by its name. @param flag its name on the command line, written as in code, where that is another one */
  readonly option: (name: string, flag?: string) => string;
  /** With a value: `labelColumn: 2` and `--label-column 2`. */
  readonly set: (name: string, value: string | number | boolean, flag?: string) => string;
  /** What can be done in one of the two places only. */
  readonly choose: (inCode: string, onCommandLine: string) => string;
}

/** A message, or what it is in each wording. */
export type Text = string | ((wording: Wording) => string);

/** recordingColumn → --recording-column */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** For a shell, where it has to be. */
export const shellQuoted = (text: string): string =>
  /^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The wording of `message`. */
export const inCode: Wording = {
  option: (name) => name,
  set: (name, value) => `${name}: ${typeof value === 'string' ? `'${value.replace('\t', '\\t')}'` : value}`,
  choose: (text) => text,
};

/** The wording of what `tfseq` prints. */
export const onCommandLine: Wording = {
  option: (name, flag = name) => flagOf(flag),
  set: (name, value, flag = name) =>
    typeof value === 'boolean' ? flagOf(flag) : `${flagOf(flag)} ${shellQuoted(String(value).replace('\t', 'tab'))}`,
  choose: (_, text) => text,
};

export const worded = (text: Text, wording: Wording): string => (typeof text === 'string' ? text : text(wording));
