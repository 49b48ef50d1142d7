/**
 * Unicode normalisation: one spelling for texts that look alike (Unicode Standard Annex 15). `é` may be one code point
 * or two; NFC makes them one, NFKC also replaces look-alikes (`ﬁ` → `fi`, `Ａ` → `A`, `①` → `1`).
 */
export interface Normalization {
  form: 'NFC' | 'NFKC' | 'none';
  /** By the rules of Unicode, not of a place: `I` becomes `i` in Turkish text too, the same on every machine. */
  lowercase: boolean;
  /**
   * `café` → `cafe`. Latin and Greek letters only: in other scripts such a mark makes another letter (`й`, `が`) or is
   * the vowel.
   */
  stripAccents?: boolean;
}

export const defaultNormalization: Normalization = { form: 'NFC', lowercase: false };

/** One spelling for a word, however a keyboard or a file system wrote its accents: what words are compared by. */
export const toNFC = (text: string): string => text.normalize('NFC');

const accents = /([\p{Script=Latin}\p{Script=Greek}])\p{Mn}+/gu;

export function normalize(text: string, options: Normalization): string {
  const compose = (t: string) => (options.form === 'none' ? t : t.normalize(options.form));
  let result = compose(text);
  if (options.lowercase) result = compose(result.toLowerCase()); // lower case may fall apart: İ → i + dot
  if (options.stripAccents) result = compose(result.normalize('NFD').replace(accents, '$1').normalize('NFC'));
  return result;
}
