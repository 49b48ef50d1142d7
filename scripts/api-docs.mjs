/**
 * `npm run docs`: the API reference of the three entry points, into docs/api/ (not under version control). Options are in
 * typedoc.json; every exported function, class, interface and type needs a doc comment, or this fails and names it.
 *
 *   node scripts/api-docs.mjs --check     the check alone, nothing is written
 */
import { Application, Logger, LogLevel, TSConfigReader, TypeDocReader } from 'typedoc';

const isCheck = process.argv.includes('--check');

/** Option types are inferred from schemas: TypeDoc meets the comment of such a property twice, at the same position. */
const isFromSchema = (message) => /has multiple declarations with a comment|^The comments for /.test(message);

class DocsLogger extends Logger {
  problems = 0;

  addContext(message) {
    return message;
  }

  log(message, level) {
    if (level < LogLevel.Warn || isFromSchema(message)) return;
    this.problems++;
    console.error(message);
  }
}

const app = await Application.bootstrap({}, [new TypeDocReader(), new TSConfigReader()]);
app.logger = new DocsLogger();
const project = await app.convert();
if (project) app.validate(project);
if (project && !isCheck && app.logger.problems === 0) await app.generateOutputs(project);
if (!project || app.logger.problems > 0) {
  console.error(
    `\n${app.logger.problems} problems: write what is missing as a doc comment: shapes, units, errors, source`,
  );
  process.exitCode = 1;
}
