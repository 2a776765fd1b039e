import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

/** Beside each OpenAPI document that is named: its types. */
for (const path of process.argv.slice(2)) {
  const types = astToString(await openapiTS(pathToFileURL(path), { alphabetize: true }));
  writeFileSync(path.replace(/json$/, 'ts'), COMMENT_HEADER + types);
}
