// routes.mjs - every page of the house has stood before a browser in this run, and was examined there: the
// addresses that examine.mjs wrote down against the tables of routes. It speaks of a whole room e2e.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// For machines; files; what only leads on.
const NO_PAGE = [/^\/(gestion\/)?sante/, /\.(csv|xlsx|pdf|txt)$/, /\/pdf\/\{\}$/, /^\/gestion$/];

const patterns = execFileSync(join(process.env.PORTAIL_BUILD, 'routes_list'), { encoding: 'utf8' })
    .trim().split('\n');
// What is written out wins over a {} beside it, as in web/router.c.
const holes = (pattern) => pattern.split('{}').length;
const matching = [...patterns].sort((a, b) => holes(a) - holes(b)).map((pattern) => ({ pattern,
    regexp: new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('{}', '[^/]+')}$`) }));

const folder = join(process.env.PORTAIL_VAR, 'paths');
const paths = existsSync(folder)
    ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) : [];
const met = new Set(paths.map((path) => matching.find((m) => m.regexp.test(path))?.pattern));
const pages = patterns.filter((pattern) => !NO_PAGE.some((no) => no.test(pattern)));
const missing = pages.filter((pattern) => !met.has(pattern));
if (paths.length === 0) {
    console.log('FAIL no test of the browser has run before this: ./dev check e2e\n0 passed, 1 failed');
    process.exit(1);
}
for (const pattern of pages) {
    console.log(met.has(pattern) ? `ok   ${pattern}` : `FAIL ${pattern}: no browser has been there`);
}
console.log(`${pages.length - missing.length} passed, ${missing.length} failed`);
process.exit(missing.length || pages.length === 0 ? 1 : 0);
