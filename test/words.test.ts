/**
 * The words of src, models, tasks and the pages are those of the field (docs/glossary.md), so that who greps for a term
 * finds it.
 * Identifiers are read as the words that they are made of: `toldFigures` as `told figures`. What a saved file calls
 * something is a string and may stay.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '..');

interface Entry {
  /** In lower case, identifiers split into words. */
  not: RegExp;
  but: string;
  /** Where it counts: in identifiers, in comments too, or (default) in strings too. */
  in?: 'identifiers' | 'comments';
  /** Folders where it is the right word. */
  fine?: string[];
}

/** Questions and answers are the data there. */
const questions = ['src/data/generated/', 'src/data/datasets/registry/', 'src/data/examples/parallel-text'];

const entries: Entry[] = [
  { not: /coders?|coded/, but: 'preprocessor, encoded', in: 'comments' },
  { not: /task (definition|network)/, but: 'Task, Predictor' },
  { not: /learnt(?! scheme)/, but: 'fitted: { preprocessor, predictor }', in: 'identifiers' },
  { not: /evidence/, but: 'logitBias, or NaiveBayesScores', in: 'comments', fine: ['models/layers-network.ts'] },
  { not: /mark of/, but: 'fingerprint', in: 'identifiers' },
  { not: /breath(ing|es?)?/, but: 'yieldToEventLoop' },
  { not: /(un)?seal(s|ed)?/, but: 'checksummed JSON' },
  { not: /settle[sd]?/, but: 'consistent read, or finished' },
  { not: /(?<!in )fronts?(?! of)/, but: 'embedder' },
  { not: /(word|frame) reader/, but: 'Embedder, or collate and decode' },
  { not: /take notes/, but: 'drainWarnings' },
  { not: /weight of/, but: 'countUnits', in: 'identifiers' },
  { not: /transcripts?/, but: 'validationReport' },
  { not: /told/, but: 'teacherForced…, given, or informed', fine: ['src/data/generated/sentiment-words.ts'] },
  { not: /said/, but: 'generated, given, or stated' },
  { not: /asked/, but: 'options, or requested' },
  { not: /judged?/, but: 'scored, or evaluated' },
  { not: /shares/, but: 'partitions', in: 'identifiers' },
  { not: /deal(s|t)?/, but: 'partition, or distribute', fine: ['src/data/generated/generated-pairs.ts'] },
  { not: /kept pass(es)?/, but: 'savedForward' },
  { not: /borrowed heap/, but: 'borrowed allocator' },
  {
    not: /'blanks'/,
    but: "'whitespace'",
    fine: ['src/text/words/tokenizer.ts', 'tasks/inputs/words.ts', 'tasks/settings.ts'],
  },
  { not: /most steps/, but: 'MAX_BATCH_STEPS', in: 'identifiers' },
  { not: /reach/, but: 'WINDOW_RADIUS, radius', in: 'identifiers' },
  {
    not: /(?<!chunk )overlap/,
    but: 'CHUNK_OVERLAP',
    in: 'identifiers',
    fine: ['tasks/classification/', 'tasks/documentation/'],
  }, // a setting
  { not: /doors?/, but: 'entry point' },
  { not: /way there/, but: 'forward pass' },
  { not: /way back/, but: 'backward pass' },
  { not: /chances?/, but: 'randomness' },
  { not: /business/, but: 'what is used, or who owns it' },
  { not: /parted/, but: 'separated, or split' },
  { not: /watch(ed|es)?/, but: 'monitor', in: 'comments', fine: ['tasks/settings.ts'] },
  { not: /answers?/, but: 'prediction, or output', fine: [...questions, 'src/platform/url-store.ts'] }, // a server answers
  { not: /figures?/, but: 'metrics, or values' },
  { not: /verbs?/, but: 'command, subcommand, or method', fine: ['src/data/generated/'] },
  { not: /(found|finds?) out(?! why)/, but: 'detected' },
  { not: /mend(s|ed)?/, but: 'fix, or correct' },
  { not: /witness(es)?/, but: 'check, or compared with' },
  { not: /the (slow |readable )?truth (to|behind|in)/, but: 'the reference' },
];

/** What readers of README.md and docs should not have to look up; code between backquotes is left out. */
const pageEntries: Pick<Entry, 'not' | 'but'>[] = [
  { not: /verbs?/, but: 'command, or method' },
  { not: /witness(es)?/, but: 'check, or compared with' },
  { not: /doors?/, but: 'entry point' },
  { not: /house|rooms?|one home/, but: 'folder, or file' },
  { not: /seams?/, but: 'interface' },
  { not: /(slow|readable) truth/, but: 'reference' },
  { not: /(found|finds?) out/, but: 'detected' },
  { not: /mend(s|ed)?/, but: 'fix, or correct' },
  { not: /told|said|asked|judged?/, but: 'given, stated, requested, evaluated' },
  { not: /toys?/, but: 'tiny data, or a tiny model' },
  { not: /newcomers?/, but: 'a new contributor' },
  { not: /business|breath|evidence|chances?/, but: 'the term of docs/glossary.md' },
  { not: /is held by|are held by/, but: 'is tested by' },
];

/** Written by scripts: docs/results.md and docs/translations.md, with the sentences of a data set. */
const isGenerated = (path: string) => /\/(results|translations)\.md$/.test(path);

function pages(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'api' ? [] : pages(path);
    return entry.name.endsWith('.md') && !isGenerated(path) ? [path] : [];
  });
}

type View = 'identifiers' | 'comments' | 'strings';

/** The three kinds of text of a file, each with blanks where the others are. */
function viewsOf(path: string): Record<View, string> {
  const text = readFileSync(join(root, path), 'utf8');
  const kinds = new Uint8Array(text.length); // 0 code, 1 comment, 2 string
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node) || ts.isTemplateHead(node);
    if (isText || ts.isTemplateMiddleOrTemplateTail(node)) kinds.fill(2, node.getStart(), node.getEnd());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  for (const { index, 0: comment } of text.matchAll(/\/\*[^]*?\*\/|\/\/.*/g)) {
    if (kinds[index] === 0) kinds.fill(1, index, index + comment.length);
  }
  const only = (kind: number) => Array.from(text, (c, i) => (kinds[i] === kind || c === '\n' ? c : ' ')).join('');
  return { identifiers: `${path} ${only(0)}`, comments: only(1), strings: only(2) };
}

/** `toldFigures`, `told_figures` and `told-figures` as `told figures`. */
const inWords = (text: string) =>
  text
    .replace(/([a-z0-9])(?=[A-Z])/g, '$1 ')
    .replace(/[_-]/g, ' ')
    .toLowerCase();

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

const order: View[] = ['identifiers', 'comments', 'strings'];
const files = ['src', 'models', 'tasks'].flatMap(sources).map((path) => ({ path, views: viewsOf(path) }));
const inside = (path: string, folders: readonly string[] = []) => folders.some((folder) => path.startsWith(folder));

function findingsOf({ not, in: last }: Pick<Entry, 'not' | 'in'>, skip: (path: string) => boolean) {
  const pattern = new RegExp(`(?<![a-z])(?:${not.source})(?![a-z])`);
  const views = order.slice(0, last ? order.indexOf(last) + 1 : undefined);
  return files
    .filter(({ path }) => !skip(path))
    .flatMap(({ path, views: texts }) =>
      views.flatMap((view) =>
        texts[view].split('\n').flatMap((line, i) => {
          const found = pattern.exec(inWords(line));
          return found ? [`${path}:${i + 1}: ${found[0]} in ${line.trim().slice(0, 90)}`] : [];
        }),
      ),
    );
}

it.each(entries.map((entry) => [entry.not.source, entry] as const))('not %s', (_, entry) => {
  const { but, fine = [] } = entry;
  const findings = findingsOf(entry, (path) => inside(path, fine));
  expect({ use: but, findings }).toEqual({ use: but, findings: [] });
});

it('finds a word inside an identifier, a comment and a string', () => {
  expect(inWords('const toldFigures = LONGEST_STEPS')).toBe('const told figures = longest steps');
  const inFile = (file: string, entry: Parameters<typeof findingsOf>[0]) => findingsOf(entry, (path) => path !== file);
  const metric = 'src/metrics/edit-score.ts';
  expect(inFile(metric, { not: /the field/ })).toEqual([]);
  expect(inFile(metric, { not: /edit distance/, in: 'identifiers' })).not.toEqual([]);
  expect(inFile(metric, { not: /levenshtein/, in: 'identifiers' })).toEqual([]);
  expect(inFile(metric, { not: /levenshtein/, in: 'comments' })).not.toEqual([]);
  expect(inFile('src/spelling.ts', { not: /did you mean/, in: 'comments' })).not.toEqual([]);
});

const texts = ['README', 'CONTRIBUTING', 'CHANGELOG', 'RELEASING', 'SECURITY', 'samples/README'].map(
  (name) => `${name}.md`,
);

const blanked = (code: string) => code.replace(/[^\n]/g, ' ');

/** Of a page without code: what it says. */
const prose = (path: string) =>
  readFileSync(join(root, path), 'utf8')
    .replace(/^```[^]*?^```$/gm, blanked)
    .replace(/`[^`]*`/g, blanked);

function wordsIn(text: string, not: RegExp, path: string): string[] {
  const pattern = new RegExp(`(?<![a-z])(?:${not.source})(?![a-z])`);
  return text.split('\n').flatMap((line, i) => {
    const found = pattern.exec(line.toLowerCase());
    return found ? [`${path}:${i + 1}: ${found[0]} in ${line.trim().slice(0, 90)}`] : [];
  });
}

describe('in README.md and docs', () => {
  const read = [...texts, ...pages('docs')].map((path) => ({ path, text: prose(path) }));

  it.each(pageEntries.map((entry) => [entry.not.source, entry] as const))('not %s', (_, { not, but }) => {
    const findings = read.flatMap(({ path, text }) => wordsIn(text, not, path));
    expect({ use: but, findings }).toEqual({ use: but, findings: [] });
  });

  it('finds a word in prose, with its line, and not in code', () => {
    expect(wordsIn('a\nThe verbs of it', /verbs?/, 'page')).toEqual(['page:2: verbs in The verbs of it']);
    expect(read.map(({ path }) => path)).toEqual(expect.arrayContaining(['docs/tasks/tagging.md', 'README.md']));
    expect(prose('README.md')).not.toContain('npx tfseq data check');
  });
});
