/** The most frequent tag of training for every token. */
import { fitted } from './baseline';
import { TagCounts } from './tag-counts';
import { checkLabels, type TaggedTokens, type TaggingBaseline } from './tagging-baseline';

export class MajorityTag implements TaggingBaseline {
  private model?: { tag: number };

  fit(sentences: readonly TaggedTokens[], classes: number): void {
    const labels = sentences.map((sentence) => sentence.labels);
    const sizes = sentences.map(({ tokens }) => tokens.length);
    checkLabels('MajorityTag.fit', labels, sizes, classes);
    const counts = new TagCounts(classes);
    for (const own of labels) for (let t = 0; t < own.length; t++) counts.add('', own[t]);
    this.model = { tag: counts.mostFrequent('')! };
  }

  predict(tokens: readonly string[]): Int32Array {
    return new Int32Array(tokens.length).fill(fitted('MajorityTag.predict', this.model).tag);
  }
}
