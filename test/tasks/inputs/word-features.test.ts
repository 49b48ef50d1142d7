import { WordFeatures } from '../../../tasks/inputs/word-features';

const options = { lowercase: true, minimumCount: 1, maximumVocabulary: 0, maximumCharacters: 6, suffixLength: 2 };
const words = ['Señor', 'Núñez', 'café', 'señor', '한국'];
const given = { words: ['señor', 'café'.normalize('NFD')], vectors: Float32Array.of(1, 2), dimension: 1, mark: 'x' };

it('NFC and NFD of a word are the same word: id, letters, ending, vector', () => {
  const trained = (['NFC', 'NFD'] as const).map((form) => {
    const inForm = words.map((word) => word.normalize(form));
    return WordFeatures.build(inForm, options, given);
  });
  expect(trained[1].toJSON()).toEqual(trained[0].toJSON());
  for (const word of [...words, 'ñandú', 'Éte']) {
    const [composed, decomposed] = [word, word.normalize('NFD')].map((form) => ({
      id: trained[0].idOf(form),
      isKnown: trained[0].has(form),
      letters: trained[0].spell(form),
      ending: trained[0].endingOf(form),
      vector: trained[0].vectorOf(form),
      isLong: trained[0].isLong(form),
    }));
    expect(decomposed).toEqual(composed);
  }
  expect(words.map((word) => trained[0].vectorOf(word))).toEqual([1, 0, 2, 1, 0]);
});
