// examine.mjs - each page that a test meets is examined: no axe-core finding, one h1, a title, nothing in
// the console, no wider than its window; its HTML goes to the validator at the end (html.mjs) and its
// picture to var-check/shots/, the address of a page that was asked for to var-check/paths/ (routes.mjs).
//
// A page that this run has examined is not examined again, whichever file met it: the same document as
// it stands, with what is typed, checked, open and focused, in the same window, medium and with the
// same scripts. Tokens, keys, references, addresses and hours are masked in that comparison.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { once, within } from './browser.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = process.env.PORTAIL_VAR;
for (const name of ['pages', 'shots', 'seen', 'paths']) {
    mkdirSync(join(folder, name), { recursive: true });
}

/** What may differ between two pages that are the same to whoever looks at them. */
export function masked(text) {
    return text.replace(/[\w.+-]+@[\w.-]+/g, '•address•')
        .replaceAll(once, '•once•')
        .replace(/(?<![\w-])(?=[a-z_-]*[0-9A-Z])[\w-]{20,}/g, '•token•')
        .replace(/\b[A-Z]{1,5}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b/g, '•reference•')
        .replace(/\b[DI]-\d{4}-\d{6}/g, '•number•')
        .replace(/\b\d{1,2}[\s\u00a0\u202f]h[\s\u00a0\u202f]\d{2}\b/g, '•hour•');
}

// In the page: the document as it stands, as markup: what is typed and checked becomes the value that an
// attribute says, what has the focus is marked, and scripts have done their work.
function standing() {
    const copy = document.documentElement.cloneNode(true);
    const [here, there] = [document.documentElement, copy].map((e) => [...e.querySelectorAll('*')]);
    here.forEach((e, i) => {
        if (e.matches('input:not([type=file])')) there[i].setAttribute('value', e.value);
        if (e.matches('[type=checkbox], [type=radio]')) there[i].toggleAttribute('checked', e.checked);
        if (e.matches('option')) there[i].toggleAttribute('selected', e.selected);
        if (e.matches('textarea')) there[i].textContent = e.value;
        if (e === document.activeElement) there[i].setAttribute('data-focus', '');
    });
    copy.querySelectorAll('script').forEach((e) => e.remove());
    return { markup: `<!DOCTYPE html>${copy.outerHTML}`, print: matchMedia('print').matches };
}

const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 24);
// True for whoever comes first, of all the files of this run.
function first(kind, key, content = '') {
    try {
        writeFileSync(join(folder, kind, key), content, { flag: 'wx' });
        return true;
    } catch (error) {
        if (error.code !== 'EEXIST') throw error;
        return false;
    }
}

// Who judges: one tab a site and window, kept for the whole file, where axe-core stays loaded and warm. The
// document is written into it again as it stood; so is that of a browser without scripts, which gives
// axe-core no timers. Its first page brings the site's CSP, and is that document too: nothing is asked.
const benches = new Map();
async function bench(page, markup) {
    const size = page.viewportSize();
    const key = `${new URL(page.url()).origin} ${size.width}×${size.height}`;
    if (!benches.has(key)) {
        const context = await page.context().browser().newContext({ viewport: size, locale: 'fr-FR',
            reducedMotion: 'reduce' });
        const made = await context.newPage();
        const policy = page.answer.headers()['content-security-policy'];
        await made.route(page.url(), (route) => route.fulfill({ status: 200, body: markup,
            headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy } }));
        await made.goto(page.url());
        await made.unroute(page.url());
        await made.evaluate(axeSource);
        made.devtools = await context.newCDPSession(made);
        benches.set(key, made);
    }
    return benches.get(key);
}

// In the judge's tab. document.open keeps what scripts have made: axe-core is there already.
function written({ markup, url }) {
    history.replaceState(null, '', url);
    document.open();
    const loaded = new Promise((done) => { addEventListener('load', done); });
    document.write(markup);
    document.close();
    return loaded.then(() => document.querySelector('[data-focus]')?.focus());
}

async function findings(tab) {
    const result = await Promise.race([
        tab.evaluate(() => globalThis.axe.run(document, {
            resultTypes: ['violations'],
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        })),
        sleep(60000, null, { ref: false }),
    ]);
    assert.ok(result, 'axe-core answers within a minute');
    return result.violations.map((v) =>
        `${v.id}: ${v.help} → ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

// The whole page. Playwright's own takes twice as long, most of it to make the file smaller.
async function picture(tab, file) {
    const { cssContentSize: { width, height } } = await tab.devtools.send('Page.getLayoutMetrics');
    const { data } = await tab.devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true,
        captureBeyondViewport: true, clip: { x: 0, y: 0, width, height, scale: 1 } });
    writeFileSync(file, data, 'base64');
}

// The picture, and what axe-core finds, of the document as it stood.
async function judge(page, { markup, print }, file) {
    const tab = await bench(page, markup);
    if (print) await tab.emulateMedia({ media: 'print' });
    await tab.evaluate(written, { markup, url: page.url() });
    await picture(tab, file);
    const found = await findings(tab);
    if (print) await tab.emulateMedia({ media: null });
    return found;
}

async function shape(page, name) {
    const seen = await page.evaluate(() => ({
        h1: document.querySelectorAll('h1').length,
        title: document.title.trim(),
        lang: document.documentElement.lang,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        margin: document.querySelector('h1')?.getBoundingClientRect().left ?? 0,
        ids: [...document.querySelectorAll('[id]')].map((e) => e.id)
            .filter((id, i, all) => all.indexOf(id) !== i),
        // a sign that could stand alone at the start or the end of a line
        loose: document.body.innerText.match(/\S+ [:;!?»](?=\s|$)|« \S*/gm) ?? [],
    }));
    assert.equal(seen.h1, 1, `${name}: one h1`);
    assert.notEqual(seen.title, '', `${name}: a title`);
    assert.equal(seen.lang, 'fr', `${name}: lang`);
    assert.ok(seen.overflow <= 0, `${name}: ${seen.overflow} px wider than the window`);
    assert.ok(seen.margin >= 8, `${name}: the heading touches the edge`);
    assert.deepEqual(seen.ids, [], `${name}: ids used twice`);
    assert.deepEqual(seen.loose, [], `${name}: no-break spaces`);
}

/**
 * Judges the page as it stands. `name` names its picture; `status` is what it must have been. Resolves to
 * whether it was judged now: false for one that this run has met.
 */
export async function examine(page, name, { status = 200, axe = true } = {}) {
    assert.equal(page.answer?.status(), status, `${page.url()}: status`);
    const label = name.replace(/[^a-z0-9-]+/gi, '_');
    if (status === 200 && page.answer.request().method() === 'GET') {
        const { pathname } = new URL(page.url());
        first('paths', digest(pathname), pathname); // for routes.mjs
    }
    const now = await page.evaluate(standing);
    const { width, height } = page.viewportSize();
    const key = digest(`${page.context().js} ${width} ${height} ${now.print} ${masked(now.markup)}`);
    const met = !first('seen', key, name);
    if (!met) {
        await shape(page, name);
        const found = await within(judge(page, now, join(folder, 'shots', `${label}-${key.slice(0, 6)}.png`)), 120,
            `${name}: examined`);
        assert.deepEqual(axe ? found : [], [], `${name}: axe-core`);
    }
    const html = await within(page.html, 60, `${name}: its bytes`);
    if (html) {
        first('pages', `${digest(masked(html))}.html`, html);
    }
    // The browser says the document's own 4xx or 5xx as an error too: the status was asked above.
    const complaints = page.complaints.splice(0)
        .filter((c) => !(/status of [45]\d\d/.test(c) && c.endsWith(`(${page.answer.url()})`)));
    assert.deepEqual(complaints, [], `${name}: console`);
    return !met;
}

/** Goes to a path and examines what comes. */
export async function visit(page, path, options = {}) {
    await page.goto(path);
    await examine(page, options.name ?? path, options);
}

/** Presses the button or link of that name, and waits for the page that follows. */
export async function follow(page, name, { exact = false } = {}) {
    const target = page.getByRole('button', { name, exact }).or(page.getByRole('link', { name, exact })).first();
    await Promise.all([page.waitForEvent('load'), target.click()]);
}

/** The same, and examines it. */
export async function press(page, name, options = {}) {
    await follow(page, name, options);
    await examine(page, options.name ?? String(name), options);
}
