/** Which characters texts are made of: scripts, and those that are seldom meant. */

const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Tamil', 'Thai', 'Georgian'],
  ...['Armenian', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Ethiopic', 'Khmer', 'Myanmar'],
];
const scripts = SCRIPTS.map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, 'gu') }));

/** What a text may hold by mistake. */
const UNUSUAL: Readonly<Record<string, RegExp>> = {
  'control characters': /(?![\t\n\r])\p{Cc}/u,
  'replacement characters (U+FFFD)': /\ufffd/,
  'zero-width or bidirectional controls': /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/,
  'characters of private use or not assigned': /[\p{Co}\p{Cn}]/u,
  'UTF-8 that was read as windows-1252 (Ã©, â€™)': /Ã[\x80-\xbf\u0152-\u2122]|â€[\u0152-\u2122]/,
  'HTML entities (&amp;, &#39;)': /&(?:[a-z]{2,6}|#\d{2,5});/i,
  'HTML tags': /<\/?(?:br|p|div|span|b|i|a|em|strong)\b[^>]*>/i,
  'letters that are not composed (NFC)': /\p{Ll}[\u0300-\u036f]/u,
};

export interface CharacterReport {
  characters: number;
  /** Letters of each script, the most frequent first. */
  scripts: Record<string, number>;
  /** How many texts hold what, and where the first one is. */
  unusual: Record<string, { texts: number; first: string }>;
}

export class CharacterCounter {
  private readonly letters = new Map<string, number>();
  private readonly unusual = new Map<string, { texts: number; first: string }>();
  private characters = 0;

  add(text: string, where: string): void {
    this.characters += text.length;
    if (/^[\x20-\x7e]*$/.test(text) && !/[&<]/.test(text)) {
      this.count('Latin', text.match(/[A-Za-z]/g)?.length ?? 0);
      return;
    }
    for (const { name, pattern } of scripts) this.count(name, text.match(pattern)?.length ?? 0);
    for (const [name, pattern] of Object.entries(UNUSUAL)) {
      if (!pattern.test(text)) continue;
      const known = this.unusual.get(name);
      if (known) known.texts++;
      else this.unusual.set(name, { texts: 1, first: where });
    }
  }

  report(): CharacterReport {
    const ranked = [...this.letters].sort(([, a], [, b]) => b - a);
    return {
      characters: this.characters,
      scripts: Object.fromEntries(ranked),
      unusual: Object.fromEntries(this.unusual),
    };
  }

  private count(name: string, letters: number): void {
    if (letters > 0) this.letters.set(name, (this.letters.get(name) ?? 0) + letters);
  }
}
