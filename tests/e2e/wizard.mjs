// wizard.mjs - walking through a candidacy as a person does: one function a step, told in answers.
// Answers are { field: value }, fields being named as in portal/domain/forms_*.c; a date is written
// "27/3/1985", a month "9/2021", several choices are a list. Each page met is examined.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { addressOf, examine, follow, mail, press, visit } from './helpers.mjs';

export const CONFIRM = /votre code Cestes pour confirmer votre adresse$/;
export const SIGN_IN = /votre code Cestes$/;

let people = 0;

/** Somebody who does not exist yet; every test has its own. `name` is "Prénom Nom de Naissance". */
export function someone(name) {
    people += 1;
    const [given, ...family] = name.split(' ');
    return { given, family: `${family.join(' ')}`, email: addressOf(`essai${people}`),
        // nobody has the birthday of the last one: an identity stands once a year
        born: `${1 + (people % 28)}/${1 + (process.pid % 12)}/${1950 + (Math.floor(Date.now() / 16) % 45)}` };
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

/** The path of the candidacy that the page belongs to. */
export const dossier = (page) => /^\/candidature\/[\w-]+/.exec(new URL(page.url()).pathname)[0];

export const next = (page, options) => press(page, 'Enregistrer et continuer', options);
export const stop = (page) => press(page, later, { name: 'liste-enregistree' });

export async function begin(page) {
    await visit(page, '/candidature', { name: 'commencer' });
    await press(page, 'Commencer ma candidature', { name: 'identite' });
}

export const identity = (who, more = {}) => ({ birth_name: who.family, given_names: who.given,
    birth_date: who.born, email: who.email, street: '12 rue de l’Égalité\nBâtiment B',
    postal_code: '59000', city: 'Lille', country: 'France', ...more });

/** One diploma or experience, from its list and back to it. */
export async function item(page, kind, answers) {
    await press(page, kind === 'diplome' ? /^Ajouter un diplôme/ : /^Ajouter une expérience/,
        { name: `${kind}-ajouter` });
    await answer(page, answers);
    await examine(page, `${kind}-rempli`);
    await press(page, 'Enregistrer et continuer', { name: `${kind}s` });
}

/** The first of the items of that list opened again, some answers of it changed, and back to the list. */
export async function itemAgain(page, kind, answers) {
    await press(page, 'Modifier', { name: `${kind}-modifier` });
    await answer(page, answers);
    await press(page, 'Enregistrer et continuer', { name: `${kind}s` });
}

/** From a list to the step after it: with what is in it, or with the box that says that there is none. */
async function goOn(page, items, options) {
    if (items.length) {
        await press(page, 'Continuer', options);
    } else {
        await answer(page, { none: true });
        await next(page, options);
    }
}

/** Every step but the last, in order, from the identity page to the check page. */
export async function fillSteps(page, who, answers, atExperiences = async () => {}) {
    await answer(page, identity(who, answers.identity));
    await examine(page, 'identite-remplie');
    await next(page, { name: 'diplomes-vide' });
    for (const one of answers.diplomas) {
        await item(page, 'diplome', one);
    }
    await goOn(page, answers.diplomas, { name: 'experiences-vide' });
    for (const one of answers.experiences) {
        await item(page, 'experience', one);
    }
    await atExperiences();
    await goOn(page, answers.experiences, { name: 'projet' });
    await answer(page, answers.project);
    await next(page, { name: 'financement' });
    await answer(page, answers.funding);
    await examine(page, 'financement-rempli');
    await next(page, { name: 'module' });
    await answer(page, answers.module);
    await next(page, { name: 'verification' });
}

/** The n-th code sent to that person. */
export async function codeFor(who, subject, n = 1) {
    const message = await mail(who.email, subject, n);
    const digits = /^(\d{3})\s?(\d{3}),/.exec(message.subject);
    assert.ok(digits, `six digits in « ${message.subject} »`);
    return digits[1] + digits[2];
}

/** Confirms the draft's address with the code of the mail; back on the candidacy's page. */
export async function confirmAddress(page, who, n = 1) {
    const path = dossier(page);
    await visit(page, `${path}/adresse`, { name: 'adresse' });
    await answer(page, { code: await codeFor(who, CONFIRM, n) });
    await press(page, 'Confirmer mon adresse', { name: 'liste' });
    assert.equal(new URL(page.url()).pathname, path);
}

/** A draft with a confirmed address and nothing else, on its list. */
export async function draft(page, name) {
    const who = someone(name);
    await page.goto('/candidature');
    await click(page, 'Commencer ma candidature');
    await answer(page, identity(who));
    await click(page, 'Enregistrer et continuer');
    await confirmAddress(page, who);
    return { who, path: dossier(page) };
}

export async function submit(page, more = {}) {
    await answer(page, { ...more, declaration: true });
    await press(page, 'Déposer ma candidature', { name: 'confirmation' });
    assert.match(page.url(), /\/confirmation$/);
    return {
        reference: await page.locator('.receipt .reference').textContent(),
        fingerprint: await page.locator('.fingerprint').textContent(),
    };
}

/** From /connexion to the candidacy, with the n-th code of that person. */
export async function signIn(page, who, n = 1) {
    await visit(page, '/connexion', { name: 'connexion' });
    await answer(page, { email: who.email });
    await press(page, 'Recevoir mon code', { name: 'connexion-code' });
    await answer(page, { code: await codeFor(who, SIGN_IN, n) });
    await press(page, 'Me connecter', { name: 'liste' });
}

/** What an eligible person answers, for the tests that are about something else. */
export const ELIGIBLE = {
    diplomas: [{ kind: 'dees', state: 'obtained', year: '2012', school: 'IRTS Hauts-de-France',
        country: 'France' }],
    experiences: [{ nature: 'employee', organisation: 'Maison de quartier de Wazemmes',
        organisation_kind: 'association', role: 'Éducatrice spécialisée', field: 'social',
        started: '9/2020', ended: '1/2024', working_time: '80', tasks: 'Accompagnement' }],
    project: { objects: ['diagnosis'], project: 'Un café associatif à Lille, où l’on s’entraide.',
        expectations: 'Prendre du recul.' },
    funding: { payer: 'unknown' },
    module: { wanted: 'no' },
};

/** A whole draft, address confirmed, ready on its check page; resolves to its path. */
export async function ready(page, who, answers = ELIGIBLE) {
    await page.goto('/candidature');
    await click(page, 'Commencer ma candidature');
    const path = dossier(page);
    const save = async (segment, values) => {
        await page.goto(`${path}/${segment}`);
        await answer(page, values);
        await click(page, 'Enregistrer et continuer');
    };
    await save('identite', identity(who));
    for (const one of answers.diplomas) {
        await save('diplomes/ajouter', one);
    }
    for (const one of answers.experiences) {
        await save('experiences/ajouter', one);
    }
    await save('projet', answers.project);
    await save('financement', answers.funding);
    await save('module', answers.module);
    await page.goto(`${path}/adresse`);
    await answer(page, { code: await codeFor(who, CONFIRM) });
    await click(page, 'Confirmer mon adresse');
    await page.goto(`${path}/verification`);
    return path;
}

/** Presses without examining: for what another test has looked at. */
export const click = (page, name) => follow(page, name, { exact: true });

/** What the database says, as tab-separated lines: the private one of these tests. */
export function sql(query) {
    return execFileSync('mariadb', ['--no-defaults', `--socket=${process.env.PORTAIL_DB_SOCKET}`,
        `--user=${userInfo().username}`, '--batch', '--skip-column-names', 'movsc', '-e', query],
    { encoding: 'utf8', timeout: 60000 }).trim();
}
