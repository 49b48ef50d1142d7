/** Labels and texts of a file that look like a mistake: noted, not refused. */
import { show } from '../../errors';
import { noteOf, type NoteOptions } from '../bytes/notes';

/** Gathers what there is while examples pass, and notes it at the end. */
export class OddValues {
  private readonly spellings = new Map<string, Set<string>>();
  private texts = 0;
  private numbers = 0;

  label(label: string): void {
    const key = label.toLowerCase();
    const known = this.spellings.get(key);
    if (known) known.add(label);
    else this.spellings.set(key, new Set([label]));
  }

  text(text: string): void {
    this.texts++;
    if (/^\s*[-+]?[\d.,]+(?:e[-+]?\d+)?\s*$/i.test(text)) this.numbers++;
  }

  note(where: string, { onNote }: NoteOptions): void {
    const several = [...this.spellings.values()].filter(({ size }) => size > 1).map((one) => show([...one]));
    if (several.length)
      onNote?.(
        noteOf(where, `labels that differ in case only are different labels: ${several.slice(0, 5).join(', ')}`),
      );
    if (this.texts > 0 && this.numbers === this.texts)
      onNote?.(noteOf(where, ({ option }) => `all texts are numbers: is ${option('textColumn')} the right one?`));
  }
}
