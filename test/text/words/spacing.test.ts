import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { WordTokenizer } from '../../../src/text/words/tokenizer';
import { cpuSeconds } from '../../support/cpu-time';
import { describeWithData } from '../../support/real-data';

const words = new WordTokenizer();
const again = (text: string) => words.join(words.tokenize(text));

describe('spaceWords', () => {
  it.each([
    'He is thick-headed; and/or so it seems.',
    'Tom went home at 6:30, he said: enough!',
    '"Says who?" "Says me."',
    "The bowls are 'empty' now.",
    'It costs $5, not 5 €; 50% off (today) #one @home',
    'Er sagt „Twister“ und lacht.',
    'She said “no”…',
    'l’été, aujourd’hui',
    '我喜欢看电影。很好！',
    '¿Qué? ¡No!',
    'Limonade- und Bierdosen, Bierflaschen und -dosen',
    'Ein “BBQ“ und „zwei“; “one” and “two”, ein „Slow“-Schild',
    'Q&A about C++, Tom & Jerry, stone &amp; tile',
    '-5 degrees (-10 at night), 3-5 days, COVID-19',
    'React.js and Vue.js are here.',
    'See tfjs.dev or www.blog.tfjs.dev.',
    'Write to ann.lee@mail.example.org or bob@example.de. then wait @home',
    'Open notes.txt (not notes.tar.gz).',
    'https://www.example.com:8080/a/b-c/index.html?q=1&page=2#top is long.',
    'From ftp://files.example.net/pub or http://localhost/x. Then go on',
    'Is it http://example.org/a? Yes.',
    'it ended. then he came @home. next: 3:1',
    'It ended. Com is no ending, org/net and e.g. this are none',
    'C# and C++, 50€ or 50 € or €50',
  ])('%s', (text) => {
    expect(again(text)).toBe(text);
  });

  it('a mark that lacks its partner or its word', () => {
    expect(words.join(['"', 'no'])).toBe('"no');
    expect(words.join(['well', '-'])).toBe('well -');
    expect(words.join(['-', 'no', '/'])).toBe('- no /');
    expect(words.join(['the', 'dogs', "'", 'bowls'])).toBe("the dogs' bowls");
    expect(words.join([])).toBe('');
  });
});

it('takes time linear in the number of tokens', () => {
  const seconds = cpuSeconds(() => {
    for (const token of ['.', '@', '//', ':', 'a', '-']) {
      words.join(new Array<string>(100_000).fill(token));
      words.join(Array.from({ length: 100_000 }, (_, i) => (i % 2 ? token : 'a')));
      words.join(['http', ':', '//', ...Array.from({ length: 100_000 }, (_, i) => (i % 2 ? token : 'a'))]);
    }
  });
  expect(seconds).toBeLessThan(10); // with a square of it, minutes
});

describeWithData('multi30k-en-de/raw', (folder) => {
  it.each([
    ['en', 0.995],
    ['de', 0.99],
  ])('spaceWords, %s: nearly all come back as they were', (language, share) => {
    const text = gunzipSync(readFileSync(resolve(folder, `val.${language}.gz`))).toString();
    const sentences = text.trim().split('\n').map((line) => line.trim().replace(/\s+/g, ' ')); // prettier-ignore
    const same = sentences.filter((sentence) => again(sentence) === sentence);
    expect(same.length / sentences.length).toBeGreaterThan(share);
  });
});
