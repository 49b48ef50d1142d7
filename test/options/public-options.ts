/** Every options parameter of the public API, found by the compiler: of functions, constructors and methods. */
import { join } from 'node:path';
import ts from 'typescript';

export interface OptionsParameter {
  /** `training.fit`, `new LSTM`, `Tagger#predict`, `Tagger.load`. */
  of: string;
  /** Names of the options, as the type has them. */
  names: readonly string[];
}

/** Options have a type that is called so, or a parameter that is, or nothing in them is required. */
const typeNames = /(Options|Config|Names|Sizes)$/;
const parameterNames = /^(options|config)$/i;

export function publicOptions(root: string): OptionsParameter[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const files = ['src/node.ts', 'src/browser.ts'].map((file) => join(root, file));
  const program = ts.createProgram(files, { ...options, noEmit: true, incremental: false });
  const walk = new Walk(program.getTypeChecker(), root);
  for (const file of files) walk.entryPoint(program.getSourceFile(file) as ts.SourceFile);
  return [...walk.found].flatMap(([of, parameters]) =>
    [...parameters].map(([name, names]) => ({ of: parameters.size > 1 ? `${of} ${name}` : of, names })),
  );
}

class Walk {
  readonly found = new Map<string, Map<string, readonly string[]>>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly root: string,
  ) {}

  entryPoint(file: ts.SourceFile): void {
    const module = this.checker.getSymbolAtLocation(file) as ts.Symbol;
    for (const symbol of this.checker.getExportsOfModule(module)) this.exported(symbol.name, symbol);
  }

  private exported(name: string, given: ts.Symbol): void {
    const symbol = given.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(given) : given;
    if (symbol.flags & ts.SymbolFlags.Module) {
      for (const member of this.checker.getExportsOfModule(symbol)) this.exported(`${name}.${member.name}`, member);
    } else if (symbol.flags & ts.SymbolFlags.Value) {
      const type = this.checker.getTypeOfSymbol(symbol);
      this.signatures(name, type.getCallSignatures());
      this.signatures(`new ${name}`, type.getConstructSignatures());
      if (!type.getConstructSignatures().length) return;
      this.methods(`${name}.`, type);
      for (const one of type.getConstructSignatures()) this.methods(`${name}#`, one.getReturnType());
    }
  }

  /** Those that callers see, and that are ours. */
  private methods(prefix: string, type: ts.Type): void {
    for (const method of type.getProperties()) {
      const [declaration] = method.declarations ?? [];
      if (!declaration || !this.isOurs(declaration) || method.name === 'prototype') continue;
      if (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) continue;
      this.signatures(prefix + method.name, this.checker.getTypeOfSymbol(method).getCallSignatures());
    }
  }

  private signatures(of: string, signatures: readonly ts.Signature[]): void {
    for (const parameter of signatures.flatMap((signature) => signature.getParameters())) {
      const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(parameter));
      if (!this.areOptions(parameter.name, type)) continue;
      const members = type.isUnion() ? type.types : [type];
      const names = members.flatMap((member) => this.checker.getPropertiesOfType(member).map(({ name }) => name));
      this.add(of, parameter.name, [...new Set(names)]);
    }
  }

  /** Of several parameters of a function each has a name of its own: `loadStateDict names`. */
  private add(of: string, parameter: string, names: readonly string[]): void {
    const parameters = this.found.get(of) ?? new Map<string, readonly string[]>();
    this.found.set(of, parameters.set(parameter, names));
  }

  private areOptions(parameter: string, type: ts.Type): boolean {
    const symbol = type.aliasSymbol ?? type.symbol;
    const members = type.isUnion() ? type.types : [type];
    if (!members.every((member) => this.isRecord(member))) return false;
    if (typeNames.test(symbol?.name ?? '') || parameterNames.test(parameter)) return true;
    const entries = this.checker.getPropertiesOfType(type);
    return entries.length > 0 && entries.every(({ flags }) => (flags & ts.SymbolFlags.Optional) !== 0);
  }

  /** Neither a value of the language, nor a class, a function or a list. */
  private isRecord(type: ts.Type): boolean {
    if (!(type.flags & ts.TypeFlags.Object || type.isIntersection())) return false;
    if (type.getCallSignatures().length || this.checker.isArrayLikeType(type)) return false;
    if (this.checker.getPropertiesOfType(type).length === 0) return false;
    // What valibot infers from a schema has no declaration of ours, and is no interface of theirs either.
    const isForeign = (one: ts.Declaration) => ts.isInterfaceDeclaration(one) && !this.isOurs(one);
    return !(type.symbol?.declarations ?? []).some((one) => ts.isClassDeclaration(one) || isForeign(one));
  }

  private isOurs = (declaration: ts.Declaration): boolean => {
    const { fileName } = declaration.getSourceFile();
    return fileName.startsWith(this.root) && !fileName.includes('node_modules');
  };
}
