/** Standard output is for results, standard error for what a person should know beside them. */

export const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** Prints the one JSON document of a verb. */
export const printJSON = (document: unknown): void => print(JSON.stringify(document, null, 2));

export const report = (text: string): void => void process.stderr.write(`${text}\n`);
export const note = (text: string): void => report(`note: ${text}`);

/** Help of the option and the argument that most verbs have. */
export const jsonHelp = 'print one JSON document';
export const bundleHelp = 'a bundle: the --out of train, or a URL';
