/**
 * What settings mean: their doc comments, which stand beside the schemas (`settings.ts` of a task). Types inferred from a
 * schema keep the comments of its entries, so the compiler finds them from the options of a task's class.
 */
import { join } from 'node:path';
import ts from 'typescript';

/** Options of one kind of input: the literals that choose it, and the meaning of every setting. */
export interface OptionsOfKind {
  /** `{ input: 'frames' }`; empty for a task with one kind of input. */
  choice: Record<string, string>;
  /** Setting → meaning, '' where there is no doc comment. */
  meanings: ReadonlyMap<string, string>;
}

/** @returns for every task by its name the options that its constructor takes. */
export function readMeanings(root: string): ReadonlyMap<string, OptionsOfKind[]> {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const file = join(root, 'tasks/index.ts');
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const classes = module && checker.getExportsOfModule(module).find(({ name }) => name === 'taskClasses');
  if (!classes) throw new Error(`${file} exports no taskClasses`);
  const tasks = checker.getTypeOfSymbol(classes).getProperties();
  return new Map(tasks.map((task) => [task.name, optionsOf(checker, checker.getTypeOfSymbol(task))]));
}

function optionsOf(checker: ts.TypeChecker, taskClass: ts.Type): OptionsOfKind[] {
  const [parameter] = taskClass.getConstructSignatures()[0].parameters;
  const options = checker.getNonNullableType(checker.getTypeOfSymbol(parameter));
  const kinds = options.isUnion() ? options.types : [options];
  return kinds.map((kind) => {
    const settings = checker.getPropertiesOfType(kind);
    const literals = kinds.length > 1 ? settings.flatMap((one) => literalOf(checker, one)) : [];
    return {
      choice: Object.fromEntries(literals),
      meanings: new Map(settings.map((one) => [one.name, meaningOf(checker, one)])),
    };
  });
}

/** The only text that a setting may be, with its name. */
function literalOf(checker: ts.TypeChecker, setting: ts.Symbol): [string, string][] {
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(setting));
  return type.isStringLiteral() ? [[setting.name, type.value]] : [];
}

/** The compiler gives a comment twice where two types of a schema have it. */
function meaningOf(checker: ts.TypeChecker, setting: ts.Symbol): string {
  const lines = ts.displayPartsToString(setting.getDocumentationComment(checker)).split('\n');
  return [...new Set(lines)].join(' ').trim();
}
