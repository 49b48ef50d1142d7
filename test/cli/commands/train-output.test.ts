import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { expectRefusal, temporaryFolder, tfseq, tiny, toyLines } from '../support';

const { place, write } = temporaryFolder();
const data = write('toy.jsonl', toyLines(40));
const train = (out: string, ...more: string[]) => [
  'train',
  'sentiment',
  '--data',
  data,
  '--out',
  out,
  ...more,
  ...tiny,
];

it('a folder with files that are no bundle is refused, with --overwrite too, and nothing in it changes', async () => {
  write('project/README.md', 'About my project.');
  write('project/src/main.ts', '');
  for (const more of [[], ['--overwrite']]) {
    await expectRefusal(
      train(place('project'), ...more),
      'the folder holds no bundle, but other files: "README.md", "src"',
      'Choose a folder of its own for the bundle',
    );
  }
  expect(readdirSync(place('project')).sort()).toEqual(['README.md', 'src']);
});

it('a trained model is replaced with --overwrite only; what a user put beside it stays', async () => {
  const out = place('model');
  mkdirSync(out); // empty
  expect(await tfseq(...train(out))).toMatchObject({ code: 0 });
  const before = readFileSync(`${out}/bundle.json`);
  write('model/README.md', 'Mine.');
  await expectRefusal(train(out), 'a trained model is in it', 'Choose another --out, or pass --overwrite');
  expect(readFileSync(`${out}/bundle.json`)).toEqual(before);
  expect(await tfseq(...train(out, '--overwrite', '--seed', '5'))).toMatchObject({ code: 0 });
  expect(readFileSync(`${out}/bundle.json`)).not.toEqual(before);
  expect(readFileSync(`${out}/README.md`, 'utf8')).toBe('Mine.');
  expect(existsSync(`${out}/MODEL_CARD.md`)).toBe(true);
});

it('--resume and --overwrite contradict each other, and a file is no folder', async () => {
  await expectRefusal(train(place('both'), '--resume', '--overwrite'), 'both --resume and --overwrite are given');
  expect((await tfseq(...train(data))).stderr).toContain('toy.jsonl: cannot be written');
});
