import { describeIf } from '../../support/optional';
import { spawnSync } from 'node:child_process';
import { expectRefusal, temporaryFolder, tfseq } from '../support';

const { place, write } = temporaryFolder();
const script = async (shell: string) => {
  const { code, stdout, stderr } = await tfseq('completion', shell);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

describe('bash', () => {
  let file: string;
  beforeAll(async () => {
    file = write('tfseq.bash', await script('bash'));
    write('reviews.csv', 'text,label\n');
  });

  /** What the tab key offers behind a line, in a bash that has sourced the script. */
  function offered(line: string): string[] {
    const words = line.split(' ');
    const run = [
      `source '${file}'`,
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}`,
      '_tfseq; printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', run], { encoding: 'utf8', cwd: place() });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').filter(Boolean);
  }

  it.each<[string, string[]]>([
    ['tfseq tr', ['train']],
    ['tfseq data l', ['list']],
    ['tfseq train sen', ['sentiment']],
    ['tfseq train sentiment --cont', ['--continue-from']],
    ['tfseq train sentiment --backend w', ['wasm']],
    ['tfseq train sentiment --data rev', ['reviews.csv']],
    ['tfseq predict rev', ['reviews.csv']],
    ['tfseq evaluate runs/a --split v', ['validation']],
    ['tfseq completion z', ['zsh']],
    ['tfseq inspect --js', ['--json']],
    ['tfseq completion r', []], // no files
    ['tfseq nothing-like-it --x', []],
  ])('%s', (line, expected) => expect(offered(line)).toEqual(expected));

  it('offers every verb', () => {
    for (const verb of ['train', 'evaluate', 'predict', 'inspect', 'data', 'gradcheck', 'doctor', 'completion']) {
      expect(offered('tfseq ')).toContain(verb);
    }
  });

  it('is registered for tfseq', () => {
    const { stdout } = spawnSync('bash', ['--norc', '-c', `source '${file}'; complete -p tfseq`], { encoding: 'utf8' });
    expect(stdout).toBe('complete -F _tfseq tfseq\n');
  });
});

const isInstalled = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** What zsh's own functions for completions are given. */
const zshStubs = `
compdef() { print -r -- "$@" > registered }
compadd() { shift; print -rl -- "$@" }
_files() { print FILES }
_describe() { local -a all=("\${(@P)@[-1]}"); print -rl -- "\${(@)all%%:*}" }`;

describeIf(isInstalled('zsh'), 'zsh', 'apt-get install zsh', () => {
  beforeAll(async () => void write('tfseq.zsh', await script('zsh')));

  const offered = (...words: string[]) => {
    const set = `words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=$#words; PREFIX=$words[-1]`;
    const run = `${zshStubs}\nsource ./tfseq.zsh; cat registered; ${set}; _tfseq; command -v cat`;
    const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', run], { encoding: 'utf8', cwd: place() });
    expect(stderr).toBe('');
    const [registered, ...list] = stdout.trim().split('\n');
    expect(registered).toBe('_tfseq tfseq');
    expect(list.pop()).toMatch(/cat$/); // PATH is what it was
    return list;
  };

  it('offers commands, options, their values and files', () => {
    expect(offered('tfseq', 'tr')).toEqual(expect.arrayContaining(['train', 'data']));
    expect(offered('tfseq', 'data', '')).toEqual(['check', 'list', 'show', 'fetch']);
    expect(offered('tfseq', 'train', '')).toEqual([
      'sentiment',
      'classification',
      'tagging',
      'translation',
      'language-model',
      'polyphony',
      'forecasting',
    ]);
    expect(offered('tfseq', 'train', 'sentiment', '--cont')).toContain('--continue-from');
    expect(offered('tfseq', 'train', 'sentiment', '--backend', '')).toEqual(['auto', 'wasm', 'tensorflow', 'cpu']);
    expect(offered('tfseq', 'train', '--data', '')).toEqual(['FILES']);
    expect(offered('tfseq', 'predict', '')).toEqual(['FILES']);
    expect(offered('tfseq', 'data', 'list', '')).toEqual([]);
  });
});

describeIf(isInstalled('fish'), 'fish', 'apt-get install fish', () => {
  beforeAll(async () => {
    write('tfseq.fish', await script('fish'));
    write('reviews.csv', 'text,label\n');
  });

  const offered = (line: string) => {
    const run = `source ./tfseq.fish; complete -C '${line}'`;
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', run], { encoding: 'utf8', cwd: place() });
    expect(stderr).toBe('');
    return stdout.split('\n').flatMap((one) => (one ? [one.split('\t')[0]] : []));
  };

  it('offers commands, options, their values and files', () => {
    expect(offered('tfseq tr')).toEqual(['train']);
    expect(offered('tfseq data ')).toEqual(['check', 'fetch', 'list', 'show']);
    expect(offered('tfseq train ')).toEqual([
      'classification',
      'forecasting',
      'language-model',
      'polyphony',
      'sentiment',
      'tagging',
      'translation',
    ]);
    expect(offered('tfseq train sentiment ')).toEqual([]);
    expect(offered('tfseq train sentiment --cont')).toEqual(['--continue-from']);
    expect(offered('tfseq train sentiment --backend w')).toEqual(['wasm']);
    expect(offered('tfseq train --data rev')).toEqual(['reviews.csv']);
    expect(offered('tfseq train --data data --resum')).toEqual(['--resume']);
    expect(offered('tfseq predict rev')).toEqual(['reviews.csv']);
    expect(offered('tfseq data list --js')).toEqual(['--json']);
  });
});

it('zsh and fish get scripts of their own, another shell is refused', async () => {
  expect(await script('zsh')).toMatch(/^#compdef tfseq[\s\S]*compdef _tfseq tfseq/);
  const fish = await script('fish');
  expect(fish).toMatch(/^complete -c tfseq -n '__fish_use_subcommand' -a train -d '/m);
  expect(fish).toMatch(/__tfseq_in train' -l backend -r -f -a 'auto wasm tensorflow cpu'/);
  expect(fish).toMatch(/__tfseq_in data list' -l json/);
  await expectRefusal(['completion', 'bahs'], 'the shell is "bahs"', 'Did you mean bash?');
});
