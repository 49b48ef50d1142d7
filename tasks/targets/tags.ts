/**
 * Tags ↔ class numbers. Tags that say spans may be learnt in another scheme than that of the data (IOBES tells the model
 * where a span ends); predictions are in the data's scheme again.
 */
import * as v from 'valibot';
import { DataError, show } from '../../src/errors';
import {
  allTags,
  convertTags,
  firstIllegalTag,
  isSpanTag,
  legalTags,
  repairTags,
  type Span,
  spansOf,
  tagSchemes,
  tagsOf,
  typeOfTag,
} from '../../src/text/tag-schemes';
import { readSaved, wholeNumber } from '../../src/validation';
import { LabelDecision, savedStrength } from './label-decision';
import { distinctLabels } from './labels';
import type { Locate, TargetEncoder } from './target-encoder';

const settingsSchema = v.strictObject({
  /** Of the data. */
  scheme: v.picklist(['none', ...tagSchemes]),
  learntScheme: v.picklist(tagSchemes),
  /** Illegal tags become the nearest legal ones instead of being refused. */
  repair: v.boolean(),
});

export type TagSettings = v.InferOutput<typeof settingsSchema>;

const schema = v.pipe(
  v.strictObject({
    settings: settingsSchema,
    labels: distinctLabels,
    counts: v.array(wholeNumber(0)),
    priorCorrection: savedStrength,
  }),
  v.check(({ labels, counts }) => labels.length === counts.length, 'as many counts as labels'),
);

/** Of every step. */
export interface EncodedTags {
  /** Class numbers; −1 where the tag is unknown, or does not count. */
  ids: Int32Array; // [T]
  /** The same as in the data. */
  gold: readonly string[];
}

const savedSchema = v.object({ tags: schema });

export class TagTarget implements TargetEncoder<readonly string[], EncodedTags> {
  readonly missing: EncodedTags = { ids: new Int32Array(0), gold: [] };
  /** How the tag of a step is chosen by the probabilities of all, where each is chosen by itself. */
  readonly decision: LabelDecision;
  private readonly ids: Map<string, number>;
  /** Tags that had to change since warnings were last drained. */
  private repaired = 0;

  private constructor(
    readonly settings: TagSettings,
    /** As converted, in the order of their class numbers. */
    readonly labels: readonly string[],
    /** Steps of training with each. */
    readonly counts: readonly number[],
  ) {
    this.ids = new Map(labels.map((label, id) => [label, id]));
    this.decision = new LabelDecision(counts);
  }

  /**
   * @param sentences tags of the training examples; `locate` says where one stands.
   * @throws DataError for fewer than two tags, or illegal ones.
   */
  static fit(
    sentences: readonly (readonly string[])[],
    settings: TagSettings,
    locate: (sentence: number, step: number) => string,
  ): TagTarget {
    const unfitted = new TagTarget(settings, [], []);
    const converted = sentences.map((tags, n) => unfitted.convertedTags(tags, (t) => locate(n, t)));
    const counts = new Map<string, number>();
    for (const tags of converted) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const labels = settings.scheme === 'none' ? [...counts.keys()].sort() : possibleTags([...counts.keys()], settings);
    if (labels.length < 2) throw tooFewTags(labels);
    return new TagTarget(
      settings,
      labels,
      labels.map((label) => counts.get(label) ?? 0),
    );
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): TagTarget {
    const { settings, labels, counts, priorCorrection } = readSaved('TagTarget.fromJSON', savedSchema, json).tags;
    const target = new TagTarget(settings, labels, counts);
    target.decision.strength = priorCorrection;
    return target;
  }

  toJSON() {
    const { settings, labels, counts, decision } = this;
    return { tags: { settings, labels: [...labels], counts: [...counts], ...decision.toJSON() } };
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
  encode(tags: readonly string[], locate: Locate): EncodedTags {
    const converted = this.convertedTags(tags, locate);
    const ids = Int32Array.from(converted, (tag) => this.ids.get(tag) ?? -1);
    const unknown = ids.indexOf(-1);
    if (unknown >= 0) throw this.unseen(tags[unknown], locate(unknown));
    return { ids, gold: this.decode(ids).tags };
  }

  /** Tags in the data's scheme, and the spans that they say. */
  decode(ids: Int32Array): { tags: string[]; spans: Span[] } {
    const { scheme } = this.settings;
    const converted = Array.from(ids, (id) => this.labels[id]);
    if (scheme === 'none') return { tags: converted, spans: [] };
    const spans = spansOf(converted);
    return { tags: tagsOf(spans, ids.length, scheme), spans };
  }

  drainWarnings(): string[] {
    const { repaired } = this;
    this.repaired = 0;
    return repaired ? [`${repaired} tags were illegal and were replaced by the nearest legal ones (repairTags)`] : [];
  }

  private convertedTags(tags: readonly string[], locate: (step: number) => string): string[] {
    const { scheme, learntScheme, repair } = this.settings;
    if (scheme === 'none') return [...tags];
    const malformed = tags.findIndex((tag) => !isSpanTag(tag));
    if (malformed >= 0) throw noSpanTag(tags[malformed], locate(malformed));
    const at = firstIllegalTag(tags, scheme);
    if (at < 0) return convertTags(tags, scheme, learntScheme);
    if (!repair) throw this.illegal(tags, at, locate(at));
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

/** Of every type that occurs, whether or not training has each. */
function possibleTags(seen: readonly string[], { learntScheme }: TagSettings): string[] {
  const types = new Set(seen.filter((tag) => tag !== 'O').map(typeOfTag));
  return allTags([...types].sort(), learntScheme);
}

function noSpanTag(tag: string, where: string): DataError {
  const correct = 'Correct it, or train with scheme: none if tags mark no spans';
  const isBilou = /^[LU](-.|$)/s.test(tag);
  return new DataError({
    where,
    problem: `the tag ${show(tag)}${isBilou ? ' is of the scheme BILOU' : ' is no tag of a span'}`,
    expected: 'O, or B, I, E or S, alone or with a type, as in B-PER',
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
