// The design system by itself: every component in every state, wide and on a phone, and what the
// scripts do. Pages come from `make gallery` through a small server with the portal's own CSP.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { PHONE, WIDE, browser, examine, long, tab, test } from './helpers.mjs';

const build = process.env.PORTAIL_BUILD;
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
let folder;
let server;
let base;
// What /enregistrer says to the script; a page of an earlier test may still save, late.
let answer = () => ({ status: 200, json: { saved: true, base: '7', at: '18 h 39' } });
let saved = [];

function serve(request, response) {
    const path = new URL(request.url, 'http://x').pathname;
    if (request.method === 'POST') {
        let body = '';
        request.on('data', (bytes) => { body += bytes; });
        request.on('end', () => {
            saved.push(new URLSearchParams(body));
            const { status, json, wait = 0 } = answer(saved.at(-1));
            setTimeout(() => {
                response.writeHead(status, { 'Content-Type': 'application/json' });
                response.end(JSON.stringify(json));
            }, wait);
        });
        return;
    }
    const file = path.startsWith('/static/') ? join(build, path) : join(folder, path);
    if (!existsSync(file)) {
        response.writeHead(404).end();
        return;
    }
    response.writeHead(200, {
        'Content-Type': TYPES[file.split('.').pop()], 'Content-Security-Policy': CSP,
    });
    response.end(readFileSync(file));
}

before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'galerie-'));
    execFileSync('make', ['-s', '-C', build, 'gallery'], { stdio: 'ignore' });
    execFileSync(join(build, 'gallery'), [folder]);
    server = createServer(serve);
    await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
    base = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
    server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
});

async function open(context, name) {
    const page = await tab(context);
    await page.goto(`${base}/${name}`);
    return page;
}

// Where there is least room; the other sizes are for ./dev check --long: the journeys meet them as well.
for (const [kind, options] of [['wide', { size: WIDE }], ['phone', { size: PHONE }],
    ['narrow', { size: { width: 320, height: 600 } }], ['no script', { size: PHONE, js: false }]]) {
    test(`every page of the gallery, ${kind}`, { skip: kind !== 'phone' && !long }, async () => {
        const page = await tab(await browser(options));
        for (const name of readdirSync(folder).filter((n) => n.endsWith('.html'))) {
            await page.goto(`${base}/${name}`);
            await examine(page, `galerie-${name.slice(0, -5)}`);
        }
    });
}

test('whoever examines the pages finds what is wrong, in what stands there now, and once', async () => {
    const page = await tab(await browser({ size: { width: 700, height: 700 } }));
    const wrong = async (said, change) => {
        await page.goto(`${base}/projet.html`);
        await page.evaluate(change);
        await assert.rejects(examine(page, 'galerie-faute'), said);
    };
    await wrong(/axe-core[^]*label/, () => document.querySelector('label[for=project]').remove());
    await wrong(/axe-core[^]*aria-roles/, () => document.querySelector('textarea').setAttribute('role', 'licorne'));
    await wrong(/one h1/, () => document.querySelector('main').append(document.createElement('h1')));
    await wrong(/px wider/, () => document.querySelector('main p').style.paddingLeft = '800px');
    await wrong(/touches the edge/, () => document.querySelector('h1').style.marginLeft = '-400px');
    await wrong(/ids used twice/, () => document.querySelector('main p').setAttribute('id', 'contenu'));
    await wrong(/no-break/, () => document.querySelector('main p').append('Oui ! Non'));
    await wrong(/console/, () => console.error('quelque chose'));
    await page.goto(`${base}/projet.html`);
    await page.setViewportSize({ width: 690, height: 700 });
    assert.equal(await examine(page, 'galerie-une-fois'), true, 'another window makes another page');
    assert.equal(await examine(page, 'galerie-une-fois'), false, 'the same page');
    await page.locator('textarea').first().fill('Un mot de plus');
    assert.equal(await examine(page, 'galerie-une-fois'), true, 'what is typed makes another');
});

test('amounts and references stay on one line on a phone', async () => {
    const page = await tab(await browser({ size: { width: 320, height: 600 } }));
    for (const name of ['accueil.html', 'verdict.html', 'bureau.html']) {
        await page.goto(`${base}/${name}`);
        const cut = await page.evaluate(() => [...document.querySelectorAll('.amount, td.num, .whole')]
            .filter((e) => {
                const range = document.createRange();
                range.selectNodeContents(e);
                return new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1;
            }).map((e) => e.textContent));
        assert.deepEqual(cut, [], name);
    }
});

test('a field that depends on another comes and goes, and is there without script', async () => {
    const context = await browser();
    const page = await open(context, 'experience.html');
    const organisation = page.getByLabel('Nom de la structure');
    const ended = page.getByRole('group', { name: 'Mois de fin' });
    assert.equal(await organisation.isVisible(), false);
    assert.equal(await ended.isVisible(), true);
    await page.getByLabel('Emploi salarié').check();
    assert.equal(await organisation.isVisible(), true);
    await page.getByLabel('J’y suis encore').check();
    assert.equal(await ended.isVisible(), false);
    await page.getByLabel('Mandat ou responsabilité syndicale').check();
    assert.equal(await organisation.isVisible(), false);
    await context.close();
    const plain = await browser({ js: false });
    const still = await open(plain, 'experience.html');
    assert.equal(await still.getByLabel('Nom de la structure').isVisible(), true);
    assert.equal(await still.getByText('À laisser vide si vous avez répondu').first().isVisible(), true);
    await plain.close();
});

test('the counter says what is left and what is too much', async () => {
    const context = await browser();
    const page = await open(context, 'projet.html');
    const area = page.locator('textarea').first();
    await area.fill('é😀'.repeat(10));
    assert.match(await page.locator('.count').first().textContent(), /Il vous reste 2.980 caractères/);
    await area.fill('x'.repeat(3001));
    assert.match(await page.locator('.count').first().textContent(), /^1 caractère de trop/);
    await context.close();
});

test('what is typed is saved, the next save stands on it, a failure is said once and tried again', async () => {
    const context = await browser();
    const page = await open(context, 'projet.html');
    saved = [];
    answer = () => ({ status: 200, json: { saved: true, base: '8', at: '18 h 40' } });
    await page.locator('textarea').first().fill('Un café associatif');
    await page.getByText('Enregistré à 18 h 40').waitFor({ timeout: 8000 });
    assert.equal(saved[0].get('autosave'), '1');
    assert.equal(saved[0].get('project'), 'Un café associatif');
    assert.equal(await page.locator('[name=base]').inputValue(), '8');

    answer = () => ({ status: 503, json: {} });
    await page.locator('textarea').first().fill('Un café associatif et une ressourcerie');
    await page.getByRole('alert').filter({ hasText: 'ne sont pas encore enregistrés' }).waitFor({ timeout: 8000 });
    page.complaints.splice(0);
    answer = () => ({ status: 200, json: { saved: true, base: '9', at: '18 h 41' } });
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('Enregistré à 18 h 41').waitFor({ timeout: 8000 });
    assert.equal(await page.locator('form.form [role=alert]').count(), 0);
    await context.close();
});

test('submitting waits for the save under way and stands on its answer', async () => {
    const context = await browser();
    const page = await open(context, 'projet.html');
    saved = [];
    answer = (sent) => ({ status: 200, wait: sent.get('autosave') ? 1500 : 0,
        json: { saved: true, base: '12', at: '19 h 02' } });
    await page.locator('textarea').first().fill('Une coopérative');
    await page.getByText('Enregistrement…').waitFor({ timeout: 8000 });
    await Promise.all([page.waitForEvent('load'),
        page.getByRole('button', { name: 'Enregistrer et continuer plus tard' }).click()]);
    assert.equal(saved.length, 2);
    assert.equal(saved[1].get('autosave'), null);
    assert.equal(saved[1].get('then'), 'later');
    assert.equal(saved[1].get('base'), '12');
    await context.close();
});

test('the error summary has the focus and leads to the field', async () => {
    const context = await browser();
    const page = await open(context, 'identite-fautes.html');
    await page.waitForFunction(() => document.activeElement?.id === 'erreurs');
    await page.locator('.govuk-error-summary a').last().click();
    const id = await page.evaluate(() => document.activeElement.id);
    const href = await page.locator('.govuk-error-summary a').last().getAttribute('href');
    assert.equal(`#${id}`, href);
    await context.close();
});
