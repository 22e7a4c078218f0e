// wizard.mjs - walking through a candidacy as a person does: one function a step, told in answers.
// Answers are { field: value }, fields being named as in portal/domain/forms_*.c; a date is written
// "27/3/1985", a month "9/2021", several choices are a list. Each page met is examined.
import assert from 'node:assert/strict';
import { examine, mail, press, visit } from './helpers.mjs';

let people = 0;

/** Somebody who does not exist yet; every test has its own. `name` is "Prénom Nom de Naissance". */
export function someone(name) {
    people += 1;
    const [given, ...family] = name.split(' ');
    const tag = `${Date.now().toString(36)}${people}`;
    return { given, family: `${family.join(' ')}`, email: `essai-${tag}@exemple.example`,
        // nobody has the birthday of the last one: an identity stands once a year
        born: `${1 + (people % 28)}/${1 + (process.pid % 12)}/${1950 + ((Date.now() >> 4) % 45)}` };
}

const later = 'Enregistrer et continuer plus tard';

/** Types answers into the form of the page, in the order they are told. */
export async function answer(page, answers) {
    const form = page.locator('form.form');
    for (const [name, value] of Object.entries(answers)) {
        const field = form.locator(`[name="${name}"]`);
        if (Array.isArray(value)) {
            for (const one of value) {
                await form.locator(`[name="${name}.${one}"]`).check();
            }
        } else if (await field.count() === 0) {
            const parts = value.split('/');
            const keys = parts.length === 3 ? ['d', 'm', 'y'] : ['m', 'y'];
            for (const [i, key] of keys.entries()) {
                await form.locator(`[name="${name}.${key}"]`).fill(parts[i]);
            }
        } else if (typeof value === 'boolean') {
            await field.setChecked(value);
        } else if (await field.first().getAttribute('type') === 'radio') {
            await form.locator(`[name="${name}"][value="${value}"]`).check();
        } else if (await field.evaluate((e) => e.tagName) === 'SELECT') {
            await field.selectOption(value);
        } else {
            await field.fill(value);
        }
    }
}

const axe = (page) => page.context().js !== false; // axe-core itself needs script

/** Presses and examines; the name of what follows is taken from its address. */
export async function go(page, name, options = {}) {
    await press(page, name, { axe: axe(page), ...options });
}
export async function at(page, path, options = {}) {
    await visit(page, path, { axe: axe(page), ...options });
}
export async function look(page, name, options = {}) {
    await examine(page, name, { axe: axe(page), ...options });
}

/** The path of the candidacy that the page belongs to. */
export const dossier = (page) => /^\/candidature\/[\w-]+/.exec(new URL(page.url()).pathname)[0];

export const next = (page, options) => go(page, 'Enregistrer et continuer', options);
export const stop = (page) => go(page, later, { name: 'liste-enregistree' });

export async function begin(page) {
    await at(page, '/candidature', { name: 'commencer' });
    await go(page, 'Commencer ma candidature', { name: 'identite' });
}

export const identity = (who, more = {}) => ({ birth_name: who.family, given_names: who.given,
    birth_date: who.born, email: who.email, street: '12 rue de l’Égalité\nBâtiment B',
    postal_code: '59000', city: 'Lille', country: 'France', ...more });

/** One diploma or experience, from its list and back to it. */
export async function item(page, kind, answers) {
    await go(page, kind === 'diplome' ? /^Ajouter un diplôme/ : /^Ajouter une expérience/,
        { name: `${kind}-ajouter` });
    await answer(page, answers);
    await look(page, `${kind}-rempli`);
    await go(page, 'Enregistrer et continuer', { name: `${kind}s` });
}

/** Every step but the last, in order, from the identity page to the check page. */
export async function fillSteps(page, who, answers) {
    await answer(page, identity(who, answers.identity));
    await look(page, 'identite-remplie');
    await next(page, { name: 'diplomes-vide' });
    for (const one of answers.diplomas) {
        await item(page, 'diplome', one);
    }
    await go(page, 'Continuer', { name: 'experiences-vide' });
    for (const one of answers.experiences) {
        await item(page, 'experience', one);
    }
    await go(page, 'Continuer', { name: 'projet' });
    await answer(page, answers.project);
    await next(page, { name: 'financement' });
    await answer(page, answers.funding);
    await look(page, 'financement-rempli');
    await next(page, { name: 'module' });
    await answer(page, answers.module);
    await next(page, { name: 'verification' });
}

/** The n-th code sent to that person. */
export async function codeFor(who, subject = /code/i, n = 1) {
    const message = await mail(who.email, subject, n);
    const digits = /(\d{3})[\s\u00a0\u202f]?(\d{3})/.exec(message.subject);
    assert.ok(digits, `six digits in « ${message.subject} »`);
    return digits[1] + digits[2];
}

/** Confirms the draft's address with the code of the mail; back on the candidacy's page. */
export async function confirmAddress(page, who, n = 1) {
    const path = dossier(page);
    await at(page, `${path}/adresse`, { name: 'adresse' });
    await answer(page, { code: await codeFor(who, /confirm/i, n) });
    await go(page, 'Confirmer mon adresse', { name: 'liste' });
    assert.equal(new URL(page.url()).pathname, path);
}

export async function submit(page, more = {}) {
    await answer(page, { ...more, declaration: true });
    await go(page, 'Déposer ma candidature', { name: 'confirmation' });
    assert.match(page.url(), /\/confirmation$/);
    return {
        reference: await page.locator('.govuk-panel strong').textContent(),
        fingerprint: await page.locator('.empreinte').textContent(),
    };
}
