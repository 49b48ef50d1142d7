/** A script that completes in bash. */
import type { CompletedCommand } from './tree';

const flagsOf = ({ options }: CompletedCommand) => options.flatMap(({ flags }) => flags);

export function bash(commands: readonly CompletedCommand[]): string {
  const paths = commands.flatMap(({ path }) => (path ? [`'${path}'`] : []));
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .flatMap(({ flags, values: known }) =>
        flags.map((flag) => `    '${path} ${flag}') words='${known.join(' ')}'; files=${known.length ? 0 : 1} ;;`),
      ),
  );
  const words = commands.map(
    (one) =>
      `    '${one.path}') words='${[...one.words, ...flagsOf(one)].join(' ')}'; files=${one.takesFiles ? 1 : 0} ;;`,
  );
  return `# tfseq completion for bash: source <(tfseq completion bash)
_tfseq() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path='' word words='' files=0 known
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    for known in ${paths.join(' ')}; do
      if [[ "$known" == "\${path:+$path }$word" ]]; then path="$known"; break; fi
    done
  done
  case "$path $prev" in
${values.join('\n')}
    *) case "$path" in
${words.join('\n')}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if (( files )) && [[ "$cur" != -* ]]; then
    local IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _tfseq tfseq`;
}
