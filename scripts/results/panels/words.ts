/** Sets of tagged words on which defaults are chosen: two corpora, whole and in part, and generated requests with many slots. */
import type { TaggedWords } from '../../../src/data/examples/tagged-words';
import { openTaggedWords } from '../../../src/node';
import { Random } from '../../../src/random';
import type { Panel, Part } from './on-panel';

/** The first `count` sentences in a random order; of few the validation has few as well, so that it costs no more than they do. */
const corpus = (name: string, count?: number) => async (): Promise<Part<TaggedWords>> => {
  const { splits } = await openTaggedWords(name);
  const { train, validation = [] } = splits;
  if (count === undefined) return { train: [...train], validation: [...validation] };
  const part = shuffled(train, 7).slice(0, count);
  return { train: part, validation: known(part, shuffled(validation, 8)).slice(0, count < 1000 ? 150 : 500) };
};

const shuffled = <T>(list: readonly T[], seed: number) => Random.fromSeed(seed).shuffle<T, T[]>([...list]);

/** Sentences whose tags are of types that occur in training. */
function known(train: readonly TaggedWords[], others: readonly TaggedWords[]): TaggedWords[] {
  const typeOf = (tag: string) => tag.replace(/^[BI]-/, '');
  const types = new Set(train.flatMap(({ tags }) => tags.map(typeOf)));
  return others.filter(({ tags }) => tags.every((tag) => types.has(typeOf(tag))));
}

const syllables = 'ka lo mi ren tor bel san vi dor el ma pu tis gra no fen'.split(' ');

const templates = [
  'book a flight from {city} to {city} with {airline} on {date} at {time}',
  'play {song} by {person}',
  'show me a {genre} film with {person}',
  'who directed {film}',
  'turn on the {device} in the {room} at {time}',
  'set a timer for {length}',
  'give {film} {rating}',
  'when does {team} play {team} on {day}',
  'cook {dish} in {length}',
  'remind me on {day} at {time} to call {person}',
  'is {city} warm in {date}',
  'play some {genre} in the {room} for {length}',
  'a table for {dish} near {city} on {day} below {price}',
  'does {person} play for {team}',
];

/** Requests with fifteen kinds of slots, whose names are made of syllables. */
function requests(count: number, random: Random): TaggedWords[] {
  const word = () => Array.from({ length: 2 + random.integer(2) }, () => random.choice(syllables)).join('');
  const name = () => word().replace(/^./, (letter) => letter.toUpperCase());
  const number = () => String(1 + random.integer(60));
  const oneOf = (words: string) => random.choice(words.split(' '));
  const slots: Record<string, () => string[]> = {
    city: () => (random.integer(3) ? [name()] : ['New', name()]),
    person: () => [name(), name()],
    airline: () => [name(), 'Air'],
    film: () => ['The', name(), ...(random.integer(2) ? ['of', name()] : [])],
    song: () => [word(), word()],
    dish: () => [word(), oneOf('soup rice pie')],
    time: () => [number(), oneOf('am pm')],
    date: () => [oneOf('January March May June'), number()],
    price: () => [number(), 'dollars'],
    length: () => [number(), 'minutes'],
    genre: () => [oneOf('rock comedy drama jazz horror')],
    room: () => [oneOf('kitchen hall bedroom office')],
    device: () => [oneOf('lamp heating radio fan')],
    rating: () => [number(), 'stars'],
    team: () => [name(), oneOf('United Rovers City')],
    day: () => [oneOf('Monday Friday today tomorrow')],
  };
  return Array.from({ length: count }, () => {
    const [words, tags]: [string[], string[]] = [[], []];
    for (const token of random.choice(templates).split(' ')) {
      const kind = /^\{(.*)\}$/.exec(token)?.[1];
      const filled = kind === undefined ? [token] : slots[kind]();
      words.push(...filled);
      tags.push(...filled.map((_, i) => (kind === undefined ? 'O' : `${i ? 'I' : 'B'}-${kind}`)));
    }
    return { words, tags };
  });
}

const generated = (count: number) => (): Part<TaggedWords> => ({
  train: requests(count, Random.fromSeed(1)),
  validation: requests(200, Random.fromSeed(2)),
});

const sizes = { '40 sentences': 40, '200 sentences': 200, '1/10': 1254, '1/3': 4181, whole: undefined } as const;
const byName = (name: string) =>
  Object.fromEntries(Object.entries(sizes).map(([size, count]) => [`${name}, ${size}`, corpus(name, count)]));

export const wordPanel: Panel<TaggedWords> = {
  'requests, 40 sentences': generated(40),
  'requests, 200 sentences': generated(200),
  ...byName('ud-english-ewt'),
  ...byName('conll2003-ner'),
};
