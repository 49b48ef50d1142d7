import fc from 'fast-check';
import { normalize, type Normalization } from '../../src/text/normalize';

describe('normalize', () => {
  it('gives texts that look alike one spelling', () => {
    expect(normalize('cafe\u0301', { form: 'NFC', lowercase: false })).toBe('caf\u00e9');
    expect(normalize('ﬁne Ａ①', { form: 'NFKC', lowercase: false })).toBe('fine A1');
    expect(normalize('ﬁne cafe\u0301', { form: 'none', lowercase: false })).toBe('ﬁne cafe\u0301');
  });

  it('writes small letters by the rules of Unicode, not of a place', () => {
    expect(normalize('ISTANBUL ÄÖÜ ΌΣΟΣ', { form: 'NFC', lowercase: true })).toBe('istanbul äöü όσος');
  });

  it('strips accents of Latin and Greek letters only', () => {
    const options: Normalization = { form: 'NFC', lowercase: false, stripAccents: true };
    expect(normalize('café tiếng Việt ά', options)).toBe('cafe tieng Viet α');
    expect(normalize('й が हिन्दी ที่', options)).toBe('й が हिन्दी ที่');
  });

  it('changes nothing the second time', () => {
    const options = fc.record<Normalization>({
      form: fc.constantFrom('NFC', 'NFKC', 'none'),
      lowercase: fc.boolean(),
      stripAccents: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), options, (text, chosen) => {
        const once = normalize(text, chosen);
        expect(normalize(once, chosen)).toBe(once);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});
