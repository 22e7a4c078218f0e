// routes.mjs - every page of the house has stood before a browser in this run, and was examined there: the
// addresses that examine.mjs has met against the tables of routes.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// For machines; files; what only leads on.
const NO_PAGE = [/^\/(gestion\/)?sante/, /\.(csv|xlsx|pdf)$/, /\/pdf\/\{\}$/, /^\/gestion$/];

const patterns = ['routes.c', 'routes_desk.c']
    .flatMap((file) => [...readFileSync(join(here, '../../portal/web', file), 'utf8')
        .matchAll(/\{METHOD_GET, "([^"]+)"/g)].map((m) => m[1]))
    .filter((pattern) => !NO_PAGE.some((no) => no.test(pattern)));
// What is written out wins over a {} beside it, as in web/router.c.
const holes = (pattern) => pattern.split('{}').length;
const matching = [...patterns].sort((a, b) => holes(a) - holes(b))
    .map((pattern) => ({ pattern, regexp: new RegExp(`^${pattern.replaceAll('{}', '[^/]+')}$`) }));

const folder = join(process.env.PORTAIL_VAR, 'paths');
const met = new Set(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    .map((path) => matching.find((m) => m.regexp.test(path))?.pattern));
for (const pattern of patterns) {
    console.log(met.has(pattern) ? `ok   ${pattern}` : `FAIL ${pattern}: no browser has been there`);
}
const failed = patterns.filter((pattern) => !met.has(pattern)).length;
console.log(`${patterns.length - failed} passed, ${failed} failed`);
process.exit(failed || patterns.length === 0 ? 1 : 0);
