// run.mjs - runs the browser tests one file after the other, then has every page they met judged
// by the HTML validator, and closes with "N passed, N failed".
// ./dev check and ./dev e2e call it with a portal running; PORTAIL_URL says where.
import { readdirSync, mkdirSync, rmSync, existsSync } from 'node:fs';
import { spawnSync, spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const variable = process.env.PORTAIL_VAR;
if (!process.env.PORTAIL_URL || !variable) {
    console.error('Lancez ./dev e2e : il démarre un portail pour ces essais.');
    process.exit(2);
}
const pages = join(variable, 'pages');
for (const folder of ['pages', 'shots']) {
    rmSync(join(variable, folder), { recursive: true, force: true });
    mkdirSync(join(variable, folder), { recursive: true });
}

const files = process.argv.length > 2
    ? process.argv.slice(2).map((name) => resolve(name))
    : readdirSync(here).filter((name) => name.endsWith('.test.mjs')).sort()
        .map((name) => join(here, name));

const FILE_SECONDS = 1200; // one that hangs is ended, and has failed

// One node per file: a file that dies takes nothing else with it, and says so by its exit code.
function runFile(file) {
    return new Promise((done) => {
        const child = spawn(process.execPath, ['--test', '--test-reporter=tap', file],
            { stdio: ['ignore', 'pipe', 'inherit'] });
        const late = setTimeout(() => child.kill('SIGKILL'), FILE_SECONDS * 1000);
        let out = '';
        child.stdout.on('data', (bytes) => {
            out += bytes;
            process.stdout.write(bytes);
        });
        child.on('close', (code) => {
            clearTimeout(late);
            const count = (word) => Number(
                [...out.matchAll(new RegExp(`^# ${word} (\\d+)`, 'gm'))].pop()?.[1] ?? 0);
            const failed = count('fail') + count('cancelled');
            done({ passed: count('pass'), failed: failed || (code === 0 ? 0 : 1) });
        });
    });
}

function validateHtml() {
    const jar = join(here, '../node_modules/vnu-jar/build/dist/vnu.jar');
    const met = existsSync(pages) ? readdirSync(pages).filter((n) => n.endsWith('.html')) : [];
    if (met.length === 0) {
        console.log('✗ no page was kept to validate');
        return { passed: 0, failed: 1 };
    }
    const vnu = spawnSync('java', ['-Xss4m', '-jar', jar, '--Werror', '--also-check-css',
        '--format', 'text', ...met.map((n) => join(pages, n))], { encoding: 'utf8' });
    console.log(vnu.stderr || vnu.stdout);
    const bad = new Set([...`${vnu.stderr}${vnu.stdout}`.matchAll(/pages\/([^":]+\.html)/g)]
        .map((m) => m[1]));
    const failed = bad.size || (vnu.status === 0 ? 0 : 1);
    console.log(`vnu: ${met.length} pages, ${failed} à corriger`);
    return { passed: met.length - failed, failed };
}

let passed = 0;
let failed = 0;
for (const file of files) {
    const result = await runFile(file);
    passed += result.passed;
    failed += result.failed;
}
const html = validateHtml();
passed += html.passed;
failed += html.failed;
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
