/** Names of languages, as the headers of parallel text have them: `de`, `German`. */

const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
let names: Set<string> | undefined;

/** By its two-letter code (ISO 639-1) or its English name, in any case. */
export function isLanguage(name: string): boolean {
  names ??= namesOfLanguages();
  return names.has(name.trim().toLowerCase());
}

function namesOfLanguages(): Set<string> {
  const display = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const known = letters
    .flatMap((a) => letters.map((b) => a + b))
    .flatMap((code) => {
      const name = display.of(code);
      return name === undefined ? [] : [code, name.toLowerCase()];
    });
  return new Set(known);
}
