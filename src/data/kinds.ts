/** The kinds of examples: a row each, and the list of them. */
import { hashOf, wordsOf } from './check/example-view';
import { columnOption, listOption, textOption } from './data-options';
import {
  openFrames,
  openLabeledText,
  openParallelText,
  openTaggedWords,
  streamFrames,
  streamLabeledText,
  streamParallelText,
  streamTaggedWords,
} from './datasets/openers';
import type { KindName } from './datasets/registry/entry';
import { frameInputOptions, frameOptions, framesOptions, unlabelledFrames } from './frame-options';
import type { DataKind, DataOptions, LocatedInput } from './example-kind';
import { checkFrameRecording, type FrameRecording } from './examples/frames';
import { readFrames } from './examples/frames-reader';
import { checkLabeledText, type LabeledText } from './examples/labeled-text';
import { checkParallelText, type ParallelText } from './examples/parallel-text';
import { checkTaggedWords, type TaggedWords } from './examples/tagged-words';
import { readFrameRows } from './examples/frame-rows';
import { labeledTextFormats, readTexts } from './examples/labeled-text-reader';
import { parallelTextFormats, readSources } from './examples/parallel-text-reader';
import { isTaggedRecord } from './examples/tagged-records';
import { isTaggedTable } from './examples/tagged-tables';
import { readSentences, taggedWordsFormats, type TaggedWordsOptions } from './examples/tagged-words-reader';
import { isConll2012 } from './formats/conll2012';
import { labeledAudio } from './labeled-audio-kind';
import { labeledFrames } from './labeled-frames-kind';
import { pianoRolls } from './piano-roll-kind';
import { plainText } from './plain-text-kind';
import { timeSeries } from './series-kind';
import { linesOr } from './line-inputs';
import { delimiters } from './formats/tables/delimiters';
import { formatOption, readingOptions, tableOptions, tableOptionsOf } from './table-options';

const SHOWN_LETTERS = 90;
const shortened = (text: string) => text.slice(0, SHOWN_LETTERS);

const textColumn = columnOption({
  name: 'textColumn',
  help: 'column of the text in a CSV or TSV file, key in JSON',
  remembered: true,
});
const labelColumn = columnOption({ name: 'labelColumn', help: 'column of the label', remembered: true });
const textFormat = formatOption(labeledTextFormats);

const labeledTextOptions = (options: DataOptions) => ({
  textColumn: textColumn.from(options),
  labelColumn: labelColumn.from(options),
  format: textFormat.from(options),
  ...tableOptionsOf(options),
});

export const labeledText: DataKind<LabeledText> = {
  name: 'labelled text',
  input: 'text',
  plural: 'texts with labels',
  options: [textColumn, labelColumn, textFormat, ...tableOptions],
  endings: ['tsv', 'tab', 'csv', 'jsonl', 'ndjson', 'json'],
  inputs: linesOr([textColumn, textFormat, ...readingOptions], (source, options, events) =>
    readTexts(source, { ...events, ...labeledTextOptions(options) }),
  ),
  recognizes: (example) => 'text' in example,
  check: checkLabeledText,
  open: (name, host, options, events) => openLabeledText(name, host, { ...events, ...labeledTextOptions(options) }),
  stream: (name, host, options, events) => streamLabeledText(name, host, { ...events, ...labeledTextOptions(options) }),
  view: ({ text, label, where }) => ({
    ...{ key: text, target: label, labels: [label], texts: [text], where },
    lengths: { words: wordsOf(text), characters: text.length },
  }),
  line: ({ text, label }) => `${label}\t${shortened(text)}`,
  document: (example) => example,
};

const source = textOption({ name: 'source', value: 'side', help: 'the side that is translated, such as de' });
const target = textOption({ name: 'target', value: 'side', help: 'the side that it is translated into, such as en' });
const sourceColumn = columnOption({
  name: 'sourceColumn',
  help: 'column of the source in a table, key in JSON',
  remembered: true,
});
const targetColumn = columnOption({ name: 'targetColumn', help: 'column of its translation', remembered: true });
const pairFormat = formatOption(parallelTextFormats);

const parallelTextOptions = (options: DataOptions) => ({
  source: source.from(options),
  target: target.from(options),
  sourceColumn: sourceColumn.from(options),
  targetColumn: targetColumn.from(options),
  format: pairFormat.from(options),
  ...tableOptionsOf(options),
});

export const parallelText: DataKind<ParallelText> = {
  name: 'parallel text',
  input: 'text',
  plural: 'pairs of texts',
  options: [source, target, sourceColumn, targetColumn, pairFormat, ...tableOptions],
  endings: ['tsv', 'tab', 'txt', 'csv', 'jsonl', 'ndjson', 'json'],
  inputs: linesOr([sourceColumn, pairFormat, ...readingOptions], (file, options, events) =>
    readSources(file, { ...events, ...parallelTextOptions(options) }),
  ),
  recognizes: (example) => 'source' in example,
  check: checkParallelText,
  open: (name, host, options, events) => openParallelText(name, host, { ...events, ...parallelTextOptions(options) }),
  stream: (name, host, options, events) =>
    streamParallelText(name, host, { ...events, ...parallelTextOptions(options) }),
  view: ({ source, target, where }) => ({
    ...{ key: source, target, labels: [], texts: [source, target], where },
    lengths: { 'source words': wordsOf(source), 'target words': wordsOf(target) },
  }),
  line: ({ source, target }) => `${shortened(source)}\t${shortened(target)}`,
  document: (example) => example,
};

const wordColumn = columnOption({
  name: 'textColumn',
  help: 'column of the word: its number, counted from 1, or its name in the header; key in JSON',
  remembered: true,
});
const tagColumn = columnOption({
  name: 'labelColumn',
  help: 'column of the tag, by number or name; in CoNLL-U upos or xpos, in CoNLL-2012 ner or pos',
  remembered: true,
});
const sentenceColumn = columnOption({
  name: 'sentenceColumn',
  help: 'column that has the same value for all words of a sentence',
  remembered: true,
});
const tagNames = listOption({
  name: 'tagNames',
  help: 'where tags are numbers in the file: their names, in order (comma-separated)',
  remembered: true,
});
const wordsFormat = formatOption(taggedWordsFormats);
const tagsOfFormats = ['upos', 'xpos', 'ner', 'pos'] as const;

function taggedWordsOptions(options: DataOptions): TaggedWordsOptions {
  const tagged = tagColumn.from(options);
  const tag = tagsOfFormats.find((one) => one === tagged);
  return {
    wordColumn: wordColumn.from(options),
    tagColumn: tagged,
    tag,
    sentenceColumn: sentenceColumn.from(options),
    tagNames: tagNames.from(options),
    format: wordsFormat.from(options),
    ...tableOptionsOf(options),
  };
}

const startsLikeWords = (line: string) =>
  isTaggedRecord(line) || isConll2012(line) || delimiters.some((one) => isTaggedTable(line.split(one)));

export const taggedWords: DataKind<TaggedWords> = {
  name: 'tagged words',
  input: 'words',
  plural: 'sentences of tagged words',
  options: [wordColumn, tagColumn, sentenceColumn, tagNames, wordsFormat, ...tableOptions],
  endings: ['conllu', 'conll', 'bio', 'iob', 'txt', 'tsv', 'jsonl', 'ndjson', 'json'], // and csv, by its header
  startsLike: startsLikeWords,
  inputs: linesOr(
    [wordColumn, tagColumn, sentenceColumn, tagNames, wordsFormat, ...readingOptions],
    (source, options, events) => readSentences(source, { ...events, ...taggedWordsOptions(options) }),
  ),
  recognizes: (example) => 'words' in example,
  check: checkTaggedWords,
  open: (name, host, options, events) => openTaggedWords(name, host, { ...events, ...taggedWordsOptions(options) }),
  stream: (name, host, options, events) => streamTaggedWords(name, host, { ...events, ...taggedWordsOptions(options) }),
  view: ({ words, tags, where }) => ({
    ...{ key: words.join(' '), target: tags.join(' '), labels: tags, texts: words, where },
    lengths: { words: words.length },
  }),
  line: ({ words, tags }) => shortened(words.map((word, t) => `${word}/${tags[t]}`).join(' ')),
  document: (example) => example,
};

export const frames: DataKind<FrameRecording> = {
  name: 'frames',
  input: 'frames',
  plural: 'recordings of frames',
  options: frameOptions,
  whyNot: { skipInvalid: 'frames follow each other in time, and without some of them the others would seem closer' },
  endings: ['csv', 'tsv', 'tab', 'jsonl', 'ndjson', 'json'],
  startsLike: (line) => /^\s*[[{].*"frame"\s*:/.test(line),
  inputs: {
    unit: 'recordings',
    options: frameInputOptions,
    async *read(source, options, events): AsyncGenerator<LocatedInput> {
      for await (const input of readFrames(source, { ...events, ...unlabelledFrames(options) }))
        yield { input, where: input.where ?? source.name };
    },
    dataOptions: [],
    readSteps: (source, options, events) => readFrameRows(source, { ...events, ...unlabelledFrames(options) }),
  },
  recognizes: (example) => 'frames' in example,
  check: checkFrameRecording,
  open: (name, host, options, events) => openFrames(name, host, { ...events, ...framesOptions(options) }),
  stream: (name, host, options, events) => streamFrames(name, host, { ...events, ...framesOptions(options) }),
  view: ({ frames: values, size, labels, recording, where }) => ({
    key: `${size} ${hashOf(values)}`,
    ...{ target: labels.join(' '), labels, texts: [], where: `${where ?? ''} ${recording}`.trim() },
    lengths: { frames: values.length / size },
  }),
  line: ({ recording, steps, size, labels }) =>
    `${recording}\t${steps} frames of ${size}\t${[...new Set(labels)].join(', ')}`,
  document: ({ frames: values, labels, ...rest }) => ({
    ...rest,
    lines: undefined,
    numbers: values.length,
    labels: [...new Set(labels)],
  }),
};

export { labeledAudio } from './labeled-audio-kind';
export { labeledFrames } from './labeled-frames-kind';
export { pianoRolls } from './piano-roll-kind';
export { plainText } from './plain-text-kind';
export { timeSeries } from './series-kind';

/** By the name that the registry uses. */
export const kinds: Record<KindName, DataKind> = {
  'labelled text': labeledText,
  'parallel text': parallelText,
  'tagged words': taggedWords,
  frames,
  'labelled frames': labeledFrames,
  'plain text': plainText,
  'piano rolls': pianoRolls,
  'labelled audio': labeledAudio,
  series: timeSeries,
};
