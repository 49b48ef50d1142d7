/**
 * Tags ↔ class numbers. Tags that say spans may be learnt in another scheme than that of the data (IOBES tells the model
 * where a span ends); answers are in the data's scheme again.
 */
import * as v from 'valibot';
import { DataError, show } from '../../src/errors';
import { readSaved } from '../../src/validation';
import {
  convertTags,
  firstIllegalTag,
  isSpanTag,
  legalTags,
  repairTags,
  type Span,
  spansOf,
  tagSchemes,
  tagsOf,
} from '../../src/text/tag-schemes';

const settingsSchema = v.strictObject({
  /** Of the data. */
  scheme: v.picklist(['none', ...tagSchemes]),
  learntScheme: v.picklist(tagSchemes),
  /** Illegal tags become the nearest legal ones instead of being refused. */
  repair: v.boolean(),
});

export type TagSettings = v.InferOutput<typeof settingsSchema>;

const schema = v.strictObject({
  settings: settingsSchema,
  labels: v.pipe(v.array(v.string()), v.minLength(2)),
  counts: v.array(v.number()),
});

const places = { IOB1: 'BI', IOB2: 'BI', IOBES: 'BIES' } as const;

export class TagEncoder {
  private readonly ids: Map<string, number>;
  /** Tags that had to change since they were last taken. */
  private repaired = 0;

  private constructor(
    readonly settings: TagSettings,
    /** As learnt, in the order of their class numbers. */
    readonly labels: readonly string[],
    /** Steps of training with each. */
    readonly counts: readonly number[],
  ) {
    this.ids = new Map(labels.map((label, id) => [label, id]));
  }

  /**
   * @param sentences tags of the training examples; `placeOf` says where one stands.
   * @throws DataError for fewer than two tags, or illegal ones.
   */
  static build(
    sentences: readonly (readonly string[])[],
    settings: TagSettings,
    placeOf: (sentence: number, step: number) => string,
  ): TagEncoder {
    const maker = new TagEncoder(settings, [], []);
    const learnt = sentences.map((tags, n) => maker.learntTags(tags, (t) => placeOf(n, t)));
    const counts = new Map<string, number>();
    for (const tags of learnt) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const labels = settings.scheme === 'none' ? [...counts.keys()].sort() : allTags([...counts.keys()], settings);
    if (labels.length < 2) throw tooFewTags(labels);
    return new TagEncoder(
      settings,
      labels,
      labels.map((label) => counts.get(label) ?? 0),
    );
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): TagEncoder {
    const { settings, labels, counts } = readSaved('TagEncoder.fromJSON', schema, json);
    return new TagEncoder(settings, labels, counts);
  }

  toJSON() {
    return { settings: this.settings, labels: [...this.labels], counts: [...this.counts] };
  }

  get hasSpans(): boolean {
    return this.settings.scheme !== 'none';
  }

  /** What a chain of class numbers may be; everything where tags say no spans. */
  legal() {
    const { scheme, learntScheme } = this.settings;
    if (scheme === 'none') return undefined;
    return legalTags(this.labels, learntScheme);
  }

  /** @throws DataError for tags that are illegal in their scheme (unless repaired), or did not occur in training. */
  encode(tags: readonly string[], placeOf: (step: number) => string): { ids: Int32Array; gold: string[] } {
    const learnt = this.learntTags(tags, placeOf);
    const ids = Int32Array.from(learnt, (tag) => this.ids.get(tag) ?? -1);
    const unknown = ids.indexOf(-1);
    if (unknown >= 0) throw this.unseen(tags[unknown], placeOf(unknown));
    return { ids, gold: this.decode(ids).tags };
  }

  /** Tags in the data's scheme, and the spans that they say. */
  decode(ids: Int32Array): { tags: string[]; spans: Span[] } {
    const { scheme } = this.settings;
    const learnt = Array.from(ids, (id) => this.labels[id]);
    if (scheme === 'none') return { tags: learnt, spans: [] };
    const spans = spansOf(learnt);
    return { tags: tagsOf(spans, ids.length, scheme), spans };
  }

  /** How many tags were repaired since the last call. */
  takeRepaired(): number {
    const { repaired } = this;
    this.repaired = 0;
    return repaired;
  }

  private learntTags(tags: readonly string[], placeOf: (step: number) => string): string[] {
    const { scheme, learntScheme, repair } = this.settings;
    if (scheme === 'none') return [...tags];
    const malformed = tags.findIndex((tag) => !isSpanTag(tag));
    if (malformed >= 0) throw noSpanTag(tags[malformed], placeOf(malformed));
    const at = firstIllegalTag(tags, scheme);
    if (at < 0) return convertTags(tags, scheme, learntScheme);
    if (!repair) throw this.illegal(tags, at, placeOf(at));
    const { tags: legal, changed } = repairTags(tags, scheme);
    this.repaired += changed;
    return convertTags(legal, scheme, learntScheme);
  }

  private illegal(tags: readonly string[], at: number, where: string): DataError {
    const before = at > 0 ? `after ${show(tags[at - 1])}` : 'at the start';
    const isLast = at === tags.length - 1;
    return new DataError({
      where,
      problem: `the tag ${show(tags[at])} ${before}${isLast ? ', the last of its sentence,' : ''} is illegal`,
      expected: `tags that are legal in ${this.settings.scheme}, the scheme that the model is trained with`,
      fix: 'Correct the data, or train with another scheme or with repairTags: true, which takes the nearest legal tags',
    });
  }

  private unseen(tag: string, where: string): DataError {
    return new DataError({
      where,
      problem: `the tag ${show(tag)} did not occur in training`,
      expected: `one of ${show(this.labels, 200)}`,
      fix: 'Use the tags of the training data, or train with this one',
    });
  }
}

/** O, and every place of every type, whether or not training has each. */
function allTags(seen: readonly string[], { learntScheme }: TagSettings): string[] {
  const types = [...new Set(seen.filter((tag) => tag !== 'O').map((tag) => tag.slice(2)))].sort();
  return ['O', ...types.flatMap((type) => [...places[learntScheme]].map((place) => `${place}-${type}`))];
}

function noSpanTag(tag: string, where: string): DataError {
  const correct = 'Correct it, or train with scheme: none if tags mark no spans';
  const isBilou = /^[LU]-./s.test(tag);
  return new DataError({
    where,
    problem: `the tag ${show(tag)}${isBilou ? ' is of the scheme BILOU' : ' is no tag of a span'}`,
    expected: 'O, or B-, I-, E- or S- and a type, as in B-PER',
    fix: isBilou ? `Convert BILOU to IOBES, which is known: L- is E-, and U- is S-` : correct,
  });
}

const tooFewTags = (labels: readonly string[]) =>
  new DataError({
    where: 'training data',
    problem: labels.length ? `every step has the tag ${show(labels[0])}` : 'there are no tags',
    expected: 'at least two different tags',
    fix: 'Check the column of tags',
  });
