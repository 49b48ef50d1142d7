/** Surnames of 18 languages, one file a language. */
import { joinSplits, splitWhere, toArray } from '../splits';
import { readText } from '../../formats/plain-text';
import { type LabeledTextEntry, rawUrl } from './entry';

const origin = 'Murfin/allennlp_lab4@a4564be149e80c347e080e1798256e565f1c5b56';

/** Language, bytes, sha256 of `<language>.txt`. "Portugese" is spelled so at the origin. */
const FILES: readonly (readonly [string, number, string])[] = [
  ['Arabic', 13191, 'ff39e5539dfb3c575e9f569a95528d25f07f551e467a3b1954c64e3f879a15b9'],
  ['Chinese', 1248, 'a4b144873952657b3ab3b9475840ef931dc7c51e28c14cde705963f2b4bea455'],
  ['Czech', 3920, 'b1622f610d5d90a1d49f255ab84091d8f9f7b5480029a8ac4ddecd1ac6ee2d72'],
  ['Dutch', 2352, '804895bfcfc9dbcf58213dfad80ea93e4d1ebad0cf0655514034f280520874f1'],
  ['English', 27126, '9f4ced672c3f309d497352268cc901325c097592ffd212386d1805fe3c1e442f'],
  ['French', 2179, '613e37ec1a0e40d3611593d9bc5580bc9099f0d3991e25d48834dfb8239120a5'],
  ['German', 5611, '1ddaf5c94e29379739a279721404a2f4d1a33b8d92366a3245a5aee45e519c00'],
  ['Greek', 1982, 'ffa076a4ae930098231ad85826c2adae3d47d13edddf723c3a44da2415fef922'],
  ['Irish', 1859, 'd14e7478ba0eb2273ccad8c5b2730b70121914827dfea7be42af0e7878f1d7e3'],
  ['Italian', 5658, '969845ed05da45528a6e1ca4c5ea2b3db84280bd706b5f275e656618771ddbe1'],
  ['Japanese', 7623, 'e3db6080fd9e5f943242d73b9507b0e0e93ef9695e7a1437556672b2487dd3f6'],
  ['Korean', 424, '67836224c23c792933b0275de7704bc74dcf1dbbd2ac697f372868fcc3ed347d'],
  ['Polish', 1166, '48d7c0edb1d5d9833038d7b867a528abb5f6ef5fcece8418a329fb43f79b2315'],
  ['Portugese', 555, '7fda866f280a625a35faff0657d953df14f7912c895897616e6387ca0242559d'],
  ['Russian', 85172, '73a5f32c8ddd38876b73b075f1570576b93d3e6d28b8c7d5e86862a637d24c7a'],
  ['Scottish', 753, '1811eb5ee9919bf04b8aa6e6f373e05b84a23ebef01fa0dd2a19ab84ccea6c63'],
  ['Spanish', 2285, '23b662e8cdef27f1226df50f3633d55cfe3eefdf0eb8061d0f2d1f676b910c1a'],
  ['Vietnamese', 340, '64ba9e8c494374c3fc81aed6eb0ea4557a843196f81176fed563fb44b02ecb07'],
];

export const namesByLanguage: LabeledTextEntry = {
  name: 'names-by-language',
  kind: 'labelled text',
  folder: 'names-by-language',
  task: 'classification',
  description: '20,050 surnames of 18 languages, very uneven (47 % Russian)',
  origin: [origin],
  licence: 'MIT (of the course project that holds them); nothing separate is stated for the lists',
  citation: 'Robertson 2017. Classifying names with a character-level RNN. PyTorch tutorials.',
  splitRule: 'index i (from 0) of the name in its file: i mod 10 = 8 validation, 9 test, else training',
  notes: [
    'names occur several times, within a file (2,000 Arabic lines are 108 names) and in several languages, so every Arabic test name is also a training name',
  ],
  files: FILES.map(([language, bytes, sha256]) => ({
    name: `${language}.txt`,
    bytes,
    sha256,
    url: rawUrl(origin, `data/names/${language}.txt`),
  })),
  async read(files) {
    const perFile = FILES.map(async ([label]) => {
      const name = `${label}.txt`;
      const lines = await toArray(readText(files.get(name)!));
      const examples = lines
        .map((text, i) => ({ text: text.trim(), label, where: `${name} line ${i + 1}` }))
        .filter(({ text }) => text !== ''); // every file ends with an empty line
      return splitWhere(examples, (_, i) => (i % 10 === 8 ? 'validation' : i % 10 === 9 ? 'test' : 'train'));
    });
    return joinSplits(await Promise.all(perFile));
  },
};
