// html.mjs - every distinct page that the browser tests met, judged by the HTML validator.
import { readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const pages = join(process.env.PORTAIL_VAR, 'pages');
const jar = join(here, '../node_modules/vnu-jar/build/dist/vnu.jar');
const met = readdirSync(pages).filter((name) => name.endsWith('.html'));
const vnu = spawnSync('java', ['-Xss4m', '-jar', jar, '--Werror', '--also-check-css', '--format', 'text',
    ...met.map((name) => join(pages, name))], { encoding: 'utf8', maxBuffer: 64 << 20 });
const said = `${vnu.stderr}${vnu.stdout}`;
const bad = new Set([...said.matchAll(/pages\/([^":]+\.html)/g)].map((m) => m[1]));
console.log(said);
for (const name of met) {
    console.log(bad.has(name) ? `FAIL ${name}` : `ok   ${name}`);
}
// It failed without saying where, or there was nothing to judge.
const odd = met.length === 0 || (vnu.status !== 0 && bad.size === 0) ? 1 : 0;
if (odd) {
    console.log(`FAIL vnu: ${met.length} pages, status ${vnu.status} ${vnu.error ?? ''}`);
}
console.log(`${met.length - bad.size} passed, ${bad.size + odd} failed`);
process.exit(bad.size + odd ? 1 : 0);
