// helpers.mjs - a real browser before the real portal, and the mails that it sent: what a test imports.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { site } from './browser.mjs';

export * from './browser.mjs';
export * from './examine.mjs';
export * from './mails.mjs';

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

/** Waits for something that tells nobody when it happens, and gives it. */
export async function until(happened, what, seconds = 15) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(20)) {
        const got = await happened();
        if (got) return got;
    }
    return assert.fail(`${what} within ${seconds} s`);
}

/** Waits until, of these amounts (« 10 005,00 € »), that part of the page says exactly the `wanted` ones. */
export const amountsAre = (page, part, amounts, wanted) => page.waitForFunction(([selector, all, those]) => {
    const said = document.querySelector(selector).innerText.replace(/[\u00a0\u202f]/g, ' ');
    return all.filter((one) => said.includes(one)).join() === those.join();
}, [part, amounts, wanted]);

/**
 * Asks for a price twice, and lets the first answer, to the request that `is` picks, come after the second:
 * what the second says, `shown()`, stays.
 */
export async function lateAnswerLoses(page, is, askFirst, askSecond, shown) {
    let late, release, there;
    const released = new Promise((done) => { release = done; });
    const held = new Promise((done) => { there = done; });
    const over = new Promise((done) => {
        const end = (request) => request === late && done();
        page.on('requestfinished', end);
        page.on('requestfailed', end);
    });
    await page.route((url) => url.href.startsWith(site), async (route) => {
        if (late || !is(route.request())) {
            await route.fallback();
            return;
        }
        late = route.request();
        const response = await route.fetch();
        there();
        await released;
        await route.fulfill({ response }).catch(() => {}); // the page may no longer want it
    });
    await askFirst();
    await held;
    await askSecond();
    await shown();
    release();
    await over;
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await shown();
}
