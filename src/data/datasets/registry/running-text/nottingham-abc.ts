/** Folk tunes of the Nottingham Music Database in ABC notation. */
import { readAbcTunes } from '../../../formats/abc-tunes';
import { splitWhere } from '../../splits';
import { type PlainTextEntry, rawUrl } from '../entry';

const origin = 'jukedeck/nottingham-dataset@0992bb6cd864f6d4b90d6663e08c0ef53ffaa08f';

/** Name, bytes, sha256. */
const FILES: readonly (readonly [string, number, string])[] = [
  ['ashover.abc', 19647, '6586eea8dca53866b42721050d11fc1408bdb2cf31a902b41c5c13504139b164'],
  ['hpps.abc', 25222, '6d035c6972ac0c204ba79d8128e2d71978ece2214a29ffceeb3e053e27f17db5'],
  ['jigs.abc', 129665, '5bb6f621e443bde552540810e3ea53e53531fd22258736e338d795e7a5bdcaf5'],
  ['morris.abc', 12002, 'cbf60b212c87748dea226c76b72a15db5b4f606bb35a580763e9cd8f7294e7da'],
  ['playford.abc', 5101, '070877bc37176e0dedbcd038268d6669399201cd7b58d88b4ab36127528f9c76'],
  ['reelsa-c.abc', 37613, 'f92ed0e66024e0a5bb7d21fe3172cd50c3fb4cb7f642b4ec7cd5aa8ad0396da8'],
  ['reelsd-g.abc', 42433, '33f535569116ec8cfb530c112f4cdc3bfb7fc042c271e0317cf6458bad30dfae'],
  ['reelsh-l.abc', 43044, 'cb701d4ffe6839cb7a5655bc21785ecb71a72ab63d8560f7be3856f6aedaf7e5'],
  ['reelsm-q.abc', 38405, 'a99f2967cf47460bba70bae40cd355a220b537a87180131c6d9433750bc446a1'],
  ['reelsr-t.abc', 46838, 'f80a2c0f37a49b9b0c748e922924d59c40d82758abc5b0f7fc9245d7fd563be0'],
  ['reelsu-z.abc', 17203, 'd104d7d1bb83eb1ca18f6b944dc22cf9f7bfe5f955d07cd573615985f69c2c1f'],
  ['slip.abc', 3838, 'da686b3a0de20aab38e64f8c8ec57edace980bab6450a6c388d79a2866e5b16a'],
  ['waltzes.abc', 21490, 'ffa773d012756be17784ab4a84e0e4618f316be5c6f244f9d60c06b23cd812c6'],
  ['xmas.abc', 3519, '05ebc4b856c8c5186bb828641e8f88f723c109d47ba7e3f1e5048b536e091249'],
];

export const nottinghamAbc: PlainTextEntry = {
  name: 'nottingham-abc',
  kind: 'plain text',
  folder: 'nottingham-abc',
  task: 'language-model',
  description: '1,034 folk tunes in ABC notation, with chord symbols; one text a tune',
  origin: [origin],
  licence: 'GPL-3.0',
  citation: 'Foxley, Nottingham Music Database; cleaned by Jukedeck 2017.',
  splitRule: 'index i (from 0) of the tune over all files: i mod 10 = 8 validation, 9 test, else training',
  notes: [
    'a text holds what is music: X:1, the fields M L Q K P and the notes; titles, sources, remarks and blank lines are left out',
    'no tune occurs in two splits, but there are variants of tunes',
  ],
  files: FILES.map(([name, bytes, sha256]) => ({ name, bytes, sha256, url: rawUrl(origin, `ABC_cleaned/${name}`) })),
  async read(files) {
    const tunes = [];
    for (const [name] of FILES) {
      for await (const { text, line } of readAbcTunes(files.get(name)!)) {
        tunes.push({ text: musicOf(text), where: `${name} line ${line}` });
      }
    }
    return splitWhere(tunes, (_, i) => (i % 10 === 8 ? 'validation' : i % 10 === 9 ? 'test' : 'train'));
  },
};

const noMusic = /^(?:[TSYNRXZ]:|%|\s*$)/;

function musicOf(tune: string): string {
  const lines = tune.split('\n').filter((line) => !noMusic.test(line));
  return `X:1\n${lines.join('\n')}\n`;
}
