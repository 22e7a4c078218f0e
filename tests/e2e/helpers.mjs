// helpers.mjs - a real browser before the real portal, and the mails that it sent.
//
// Each page that a test meets is examined: no axe-core finding, one h1, a title, nothing in the
// console, no wider than its window; its HTML goes to the validator at the end (run.mjs) and its
// picture to var-check/shots/. The strict CSP stays on: axe-core is injected by evaluate.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const site = process.env.PORTAIL_URL;
const folder = process.env.PORTAIL_VAR;
const mailFolder = process.env.PORTAIL_MAIL;

export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'];
let shots = 0;
// A test that failed leaves its browser open, and a file with an open browser never ends.
const stillOpen = new Set();
after(async () => { for (const context of stillOpen) await context.close(); });
const once = new Set();

/** One browser profile, empty: what a person's machine is. Close it with `await b.close()`. */
export async function browser({ js = true, size = WIDE } = {}) {
    const profile = mkdtempSync(join(tmpdir(), 'portail-e2e-'));
    const context = await chromium.launchPersistentContext(profile, {
        executablePath: '/usr/bin/chromium', headless: true, args: flags, viewport: size,
        javaScriptEnabled: js, locale: 'fr-FR', reducedMotion: 'reduce',
        timezoneId: 'Europe/Paris', baseURL: site,
    });
    context.setDefaultTimeout(15000);
    const close = context.close.bind(context);
    stillOpen.add(context);
    context.close = async () => {
        stillOpen.delete(context);
        await context.judge?.close();
        await close();
        rmSync(profile, { recursive: true, force: true });
    };
    context.js = js;
    return context;
}

/** A new tab whose console and failures are watched. */
export async function tab(context) {
    const page = await context.newPage();
    page.complaints = [];
    page.html = null;
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) {
            page.complaints.push(`console: ${message.text()} (${message.location().url})`);
        }
    });
    page.on('pageerror', (error) => page.complaints.push(`script: ${error.message}`));
    page.on('requestfailed', (request) => {
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
            page.complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
        }
    });
    page.on('response', (response) => {
        const request = response.request();
        if (request.isNavigationRequest() && request.frame() === page.mainFrame() &&
            (response.status() < 300 || response.status() > 399)) {
            page.answer = response;
            page.html = response.text().catch(() => null);
        } else if (response.status() >= 400) {
            page.complaints.push(`${response.status()} ${response.url()}`);
        }
    });
    return page;
}

// axe-core needs timers, which a browser without scripts does not give. There the same bytes are
// laid out again, scripts refused, in a tab beside it where axe-core can run.
async function findings(page) {
    const context = page.context();
    if (context.js) {
        return axeFindings(page);
    }
    context.judge ??= await browser({ js: true, size: page.viewportSize() });
    const body = await page.html;
    const tab = await context.judge.newPage();
    try {
        await tab.route('**/*', (route) => {
            const kind = route.request().resourceType();
            return kind === 'document' ? route.fulfill({ status: 200, body,
                headers: page.answer.headers() }) : kind === 'script' ? route.abort() : route.continue();
        });
        await tab.goto(page.url());
        return await axeFindings(tab);
    } finally {
        await tab.close();
    }
}
async function axeFindings(page) {
    await page.evaluate(axeSource);
    const result = await Promise.race([
        page.evaluate(() => globalThis.axe.run(document, {
            resultTypes: ['violations'],
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        })),
        sleep(30000, null, { ref: false }),
    ]);
    assert.ok(result, 'axe-core answers within 30 s');
    return result.violations.map((v) =>
        `${v.id}: ${v.help} → ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

/** Judges the page as it stands. `name` names its picture; `status` is what it must have been. */
export async function examine(page, name, { status = 200, axe = true } = {}) {
    assert.equal(page.answer?.status(), status, `${page.url()}: status`);
    shots += 1;
    const label = `${process.pid}-${String(shots).padStart(3, '0')}-${name.replace(/[^a-z0-9-]+/gi, '_')}`;
    await page.screenshot({ path: join(folder, 'shots', `${label}.png`), fullPage: true });
    const html = await page.html;
    if (html) {
        const digest = createHash('sha256').update(html).digest('hex').slice(0, 12);
        writeFileSync(join(folder, 'pages', `${name.replace(/[^a-z0-9-]+/gi, '_')}-${digest}.html`), html);
    }
    const shape = await page.evaluate(() => ({
        h1: document.querySelectorAll('h1').length,
        title: document.title.trim(),
        lang: document.documentElement.lang,
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ids: [...document.querySelectorAll('[id]')].map((e) => e.id)
            .filter((id, i, all) => all.indexOf(id) !== i),
        // a sign that could stand alone at the start or the end of a line
        loose: document.body.innerText.match(/\S+ [:;!?»](?=\s|$)|« \S*/gm) ?? [],
    }));
    assert.equal(shape.h1, 1, `${name}: one h1`);
    assert.notEqual(shape.title, '', `${name}: a title`);
    assert.equal(shape.lang, 'fr', `${name}: lang`);
    assert.ok(shape.overflow <= 0, `${name}: ${shape.overflow} px wider than the window`);
    assert.deepEqual(shape.ids, [], `${name}: ids used twice`);
    assert.deepEqual(shape.loose, [], `${name}: no-break spaces`);
    // Without scripts the same page is judged once a file: it is laid out a second time for that.
    const judged = page.context().js === false && once.has(name);
    if (page.context().js === false) {
        once.add(name);
    }
    if (axe && !judged) {
        assert.deepEqual(await findings(page), [], `${name}: axe-core`);
    }
    // The browser says the document's own 4xx or 5xx as an error too: the status was asked above.
    const complaints = page.complaints.splice(0)
        .filter((c) => !(/status of [45]\d\d/.test(c) && c.endsWith(`(${page.answer.url()})`)));
    assert.deepEqual(complaints, [], `${name}: console`);
}

/** Goes to a path and examines what comes. */
export async function visit(page, path, options = {}) {
    await page.goto(path);
    await examine(page, options.name ?? path, options);
}

/** Presses the button or link of that name and examines the page that follows. */
export async function press(page, name, options = {}) {
    const target = page.getByRole('button', { name }).or(page.getByRole('link', { name })).first();
    await Promise.all([page.waitForEvent('load'), target.click()]);
    await examine(page, options.name ?? String(name), options);
}

/** Fills fields by their label: text for a text, true/false for a box, { option } for a list. */
export async function fill(page, values) {
    for (const [label, value] of Object.entries(values)) {
        const field = page.getByLabel(label, { exact: true }).first();
        if (value === true || value === false) {
            await field.setChecked(value);
        } else if (typeof value === 'object') {
            await field.selectOption({ label: value.option });
        } else {
            await field.fill(value);
        }
    }
}

/** Chooses the radio `answer` of the group whose legend is `question`. */
export async function choose(page, question, answer) {
    await page.getByRole('group', { name: question })
        .getByRole('radio', { name: answer, exact: true }).check();
}

// A mail is parsed once: what a mail says does not change. { path: mail }
const parsed = new Map();

/** Every mail to `address`, oldest first, read by mail.py. */
export function mailsTo(address) {
    const files = readdirSync(mailFolder).filter((n) => n.endsWith('.eml')).map((n) => join(mailFolder, n));
    const unread = files.filter((file) => !parsed.has(file));
    if (unread.length > 0) {
        for (const one of JSON.parse(execFileSync('python3', [join(here, 'mail.py'), ...unread],
            { encoding: 'utf8', maxBuffer: 256 << 20 }))) {
            // what is still being written has faults: it is read again
            if (one.defects.length === 0 || Date.now() - statSync(one.path).mtimeMs > 2000) {
                parsed.set(one.path, { ...one, at: statSync(one.path).mtimeMs });
            }
        }
    }
    return files.map((file) => parsed.get(file)).filter((one) =>
        one?.to.some((to) => to.toLowerCase() === address.toLowerCase())).sort((a, b) => a.at - b.at);
}

/** Waits for the n-th mail (from 1) to `address` whose subject matches; checks that it is sound. */
export async function mail(address, subject = /./, n = 1, seconds = 25) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(300)) {
        const found = mailsTo(address).filter((m) => subject.test(m.subject));
        if (found.length >= n) {
            const got = found[n - 1];
            assert.deepEqual(got.defects, [], 'a well-formed mail');
            const files = got.files.map((f) => f.type);
            assert.equal(got.type, files.length ? 'multipart/mixed' : 'multipart/alternative');
            assert.deepEqual(got.parts, ['text/plain', 'text/html', ...files]);
            assert.equal(got.headers['auto-submitted'], 'auto-generated');
            assert.ok(got.longest <= 998, 'lines of 998 bytes at most');
            return got;
        }
    }
    assert.fail(`no mail ${n} to ${address} matching ${subject} within ${seconds} s`);
}
